import { html, type Html } from '@microzon/shared/html'
import { formatCents } from '@microzon/shared/money'
import type { RefusalReason } from '../domain/orders.ts'
import { addressFields, addressLabels } from './address-fields.ts'
import { pictureHref } from './card.ts'
import { cardLabels, cardPart } from './card-fields.ts'
import { alarm, problems } from './form.ts'
import { csrf, layout } from './layout.ts'
import type { CheckoutModel, Frame } from './models.ts'
import { sumOf } from './sum.ts'
import { wordsOf } from './words/index.ts'

/** From the cart to an order, on one page: address, payment, review. */
export function checkoutPage(frame: Frame, model: CheckoutModel): Html {
  const words = wordsOf(frame.locale)
  const { checkout } = words
  const { form } = model
  const main = html`<h1>${checkout.title}</h1>
    ${whatIsWrong(frame, model)}
    <div class="split">
      <form class="checkout" method="post" action="/shop/checkout">
        ${csrf(frame)}
        <input type="hidden" name="checkoutToken" value="${model.checkoutToken}" />
        <input type="hidden" name="shownTotalCents" value="${model.totalCents}" />
        ${part(1, checkout.address, html`${addressBook(frame, model)} ${addressFields(form, frame.locale)}`)}
        ${part(2, checkout.payment, cardPart(form, words))}
        ${part(3, checkout.review, review(frame, model))}
      </form>
      ${sum(frame, model)}
    </div>`
  return layout(frame, { title: checkout.title, kind: 'focus', main })
}

function part(number: number, title: string, content: Html): Html {
  return html`<section class="part" aria-labelledby="part-${number}">
    <h2 id="part-${number}"><span class="part-number">${number}</span> ${title}</h2>
    ${content}
  </section>`
}

function whatIsWrong(frame: Frame, model: CheckoutModel): Html | false {
  const words = wordsOf(frame.locale)
  const { form, refusal, shownBeforeCents } = model
  if (shownBeforeCents !== undefined) return consent(frame, model, shownBeforeCents)
  if (refusal !== undefined && refusalsOfCards.has(refusal)) return refused(frame, model)
  return problems(form, { words, labels: { ...addressLabels(words), ...cardLabels(words) } })
}

const refusalsOfCards: ReadonlySet<RefusalReason> = new Set([
  'declined',
  'insufficient-funds',
  'provider-error'
])

function refused({ locale }: Frame, { form }: CheckoutModel): Html {
  const { checkout: words } = wordsOf(locale)
  return alarm(words.refusedTitle, html`<p>${form.message} ${words.intact}</p>`)
}

/** The old and the new total: the button below says the new one, so that pressing it is consent. */
function consent({ locale }: Frame, { totalCents }: CheckoutModel, beforeCents: number): Html {
  const { checkout: words } = wordsOf(locale)
  return alarm(
    words.priceTitle,
    html`<p>${words.priceText}</p>
      <dl class="prices-compared">
        <div>
          <dt>${words.priceBefore}</dt>
          <dd><s class="price">${formatCents(beforeCents, locale)}</s></dd>
        </div>
        <div>
          <dt>${words.priceNow}</dt>
          <dd class="price">${formatCents(totalCents, locale)}</dd>
        </div>
      </dl>`
  )
}

/**
 * Each address is a link that loads the page with its fields filled in; with script the fields fill
 * in place.
 */
function addressBook({ locale }: Frame, { addresses, form }: CheckoutModel): Html | false {
  if (addresses.length === 0) return false
  const { checkout: words } = wordsOf(locale)
  const choices = addresses.map(({ id, ...address }) => {
    const { name, street, postalCode, city, country } = address
    const fields = { name, street, postalCode, city, country }
    const isChosen = Object.entries(fields).every(([field, value]) => form.values[field] === value)
    const text = html`<strong>${name}</strong> <span>${street}, ${postalCode} ${city}</span>`
    return { id, fields, isChosen, text }
  })
  const blank = { name: '', street: '', postalCode: '', city: '', country: '' }
  const isNew = choices.every(({ isChosen }) => !isChosen)
  const other = {
    id: 'new',
    fields: blank,
    isChosen: isNew,
    text: html`<span>${words.newAddress}</span>`
  }
  return html`<nav class="address-book" aria-label="${words.addressBook}">
    <ul>
      ${[...choices, other].map(({ id, fields, isChosen, text }) => {
        return html`<li>
          <a
            class="choice"
            href="/shop/checkout?${new URLSearchParams({ address: id }).toString()}"
            data-fill="${JSON.stringify(fields)}"
            ${isChosen && html`aria-current="true"`}
            >${text}</a
          >
        </li>`
      })}
    </ul>
  </nav>`
}

function review({ locale }: Frame, { items, totalCents }: CheckoutModel): Html {
  const { checkout: words } = wordsOf(locale)
  return html`<ul class="small-lines">
      ${items.map(({ productId, name, productOption, amount, totalCents: cents }) => {
        return html`<li>
          <img src="${pictureHref(productId)}" alt="" width="48" height="60" />
          <p>${name} <span class="hint">${productOption} × ${amount}</span></p>
          <p class="price">${cents !== undefined && formatCents(cents, locale)}</p>
        </li>`
      })}
    </ul>
    <p class="review-total">
      <span>${words.sum}</span> <span class="price">${formatCents(totalCents, locale)}</span>
    </p>
    <p class="hint">
      ${words.taxIncluded}. ${words.shipping}: ${words.free}.
      <a href="/shop/cart">${words.change}</a>
    </p>
    <button class="wide" type="submit" data-once>
      ${words.pay(formatCents(totalCents, locale))}
    </button>`
}

/** Beside the form on a wide screen; the review says the same on a small one. */
function sum({ locale }: Frame, { items, totalCents }: CheckoutModel): Html {
  const { checkout: words } = wordsOf(locale)
  return html`<aside class="sum beside" aria-label="${words.sum}">
    ${sumOf(locale, { items, total: formatCents(totalCents, locale) })}
    <p><a href="/shop/cart">${words.change}</a></p>
  </aside>`
}
