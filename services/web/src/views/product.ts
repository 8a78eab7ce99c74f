import { html, type Html } from '@microzon/shared/html'
import { formatCents } from '@microzon/shared/money'
import type { ProductOption } from '../domain/catalog.ts'
import { cardGrid, pictureHref, scarceMax } from './card.ts'
import { notice } from './form.ts'
import { icon } from './icons.ts'
import { besides, csrf, layout } from './layout.ts'
import { breadcrumbs } from './listing.ts'
import type { Frame, ProductModel } from './models.ts'
import { categoryHref } from './tree.ts'
import { wordsOf } from './words/index.ts'

/** One product: picture, facts, and the one form that puts it into the cart. */
export function productPage(frame: Frame, model: ProductModel): Html {
  const { locale } = frame
  const { product, related } = model
  const { product: words } = wordsOf(locale)
  const way = product.breadcrumbs.map(({ id, name }) => ({ name, href: categoryHref({ id }) }))
  const main = html`${breadcrumbs(locale, [...way, { name: product.name }])}
    <article class="product">
      <div class="product-picture">
        <img
          src="${pictureHref(product.id)}"
          alt="${words.picture(product.name)}"
          width="640"
          height="800"
        />
      </div>
      <div class="facts">
        <h1>${product.name}</h1>
        ${buyForm(frame, model)}
        ${
          product.description !== '' &&
          html`<section class="description">
            <h2>${words.description}</h2>
            ${paragraphs(product.description)}
          </section>`
        }
      </div>
    </article>
    ${
      related.length > 0 &&
      html`<section class="related">
        <h2>${words.related}</h2>
        ${cardGrid(related, { locale, level: 3 })}
      </section>`
    }`
  return layout(frame, { title: product.name, main, isLive: true })
}

/**
 * With script the page stays, and the cart in its header counts; what went wrong replaces the form.
 * Without script it is a form like any other, and the price follows the chosen option by the
 * stylesheet alone.
 */
function buyForm(frame: Frame, { product, option, form }: ProductModel): Html {
  const { locale } = frame
  const { product: words } = wordsOf(locale)
  const { options } = product
  const isGone = options.every(({ stock }) => stock === 0)
  const chosen = options.find(({ name, stock }) => name === option && stock > 0)
  const checked = chosen ?? options.find(({ stock }) => stock > 0) ?? options[0]
  return html`<form
    class="buy"
    id="buy"
    method="post"
    action="/shop/addToCart"
    hx-post="/shop/addToCart"
    hx-swap="none"
    hx-select-oob="${besides}"
    hx-status:4xx="swap:outerHTML target:#buy select:#buy"
    hx-disable="find button[type=submit]"
  >
    ${csrf(frame)}
    <input type="hidden" name="productId" value="${product.id}" />
    <p class="prices" aria-live="polite">
      ${options.map(({ priceCents }) => html`<span class="price">${formatCents(priceCents, locale)}</span>`)}
    </p>
    <p class="hint">${words.terms}</p>
    ${form.message !== undefined && notice('bad', form.message)}
    <fieldset class="options">
      <legend>${isGone || options.length === 1 ? words.comesAs : words.option}</legend>
      ${options.map(each => chip(frame, each, each === checked))}
    </fieldset>
    ${isGone ? notice('warn', words.allSoldOut) : amountAndButton(frame, form.values['amount'] ?? '1')}
  </form>`
}

function chip({ locale }: Frame, option: ProductOption, isChecked: boolean): Html {
  const { product: words } = wordsOf(locale)
  const { name, description, priceCents, stock } = option
  const isGone = stock === 0
  const state = isGone ? words.soldOut : stock <= scarceMax ? words.onlyLeft(stock) : words.inStock
  return html`<label class="chip">
    <input
      type="radio"
      name="option"
      value="${name}"
      ${isChecked && html`checked`}
      ${isGone && html`disabled`}
    />
    <span class="chip-name">${name}</span>
    <span class="chip-price">${formatCents(priceCents, locale)}</span>
    ${description !== undefined && html`<span class="chip-more">${description}</span>`}
    <span class="chip-stock ${isGone ? 'gone' : stock <= scarceMax && 'scarce'}">${state}</span>
  </label>`
}

function amountAndButton({ locale }: Frame, amount: string): Html {
  const { product: words } = wordsOf(locale)
  return html`<div class="buy-row">
    <div class="amount">
      <label for="amount">${words.amount}</label>
      <div class="stepper">
        <button class="plain" type="button" data-step="-1" aria-label="${words.less}" tabindex="-1">
          ${icon('minus')}
        </button>
        <input
          type="number"
          id="amount"
          name="amount"
          value="${amount}"
          min="1"
          max="99"
          required
          inputmode="numeric"
        />
        <button class="plain" type="button" data-step="1" aria-label="${words.more}" tabindex="-1">
          ${icon('plus')}
        </button>
      </div>
    </div>
    <button type="submit">${icon('cart')} ${words.add}</button>
  </div>`
}

/** A description's paragraphs; single line breaks stay within one. */
function paragraphs(text: string): readonly Html[] {
  return text
    .split(/\n\s*\n/)
    .filter(part => part.trim() !== '')
    .map(part => html`<p>${part}</p>`)
}
