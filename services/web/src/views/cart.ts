import { html, type Html } from '@microzon/shared/html'
import { formatCents } from '@microzon/shared/money'
import type { CartItem } from '../domain/carts.ts'
import { pictureHref, productHref } from './card.ts'
import { drawing } from './drawings.ts'
import { notice } from './form.ts'
import { icon } from './icons.ts'
import { besides, csrf, layout } from './layout.ts'
import type { CartModel, Frame } from './models.ts'
import { sumOf } from './sum.ts'
import { wordsOf } from './words/index.ts'

const amountMax = 99

/** The cart: its lines, what is wrong with them, and the sum. */
export function cartPage(frame: Frame, model: CartModel): Html {
  const { cart: words } = wordsOf(frame.locale)
  return layout(frame, {
    title: words.title,
    kind: 'focus',
    isLive: true,
    main: cartSection(frame, model)
  })
}

/**
 * What a change exchanges. Only an answer that holds a cart is taken; the words of any other come
 * as a toast, so that a fault does not take the cart away.
 */
function cartSection(frame: Frame, model: CartModel): Html {
  const { cart: words } = wordsOf(frame.locale)
  return html`<section
    class="cart"
    id="cart"
    hx-target:inherited="#cart"
    hx-select:inherited="#cart"
    hx-select-oob:inherited="${besides}"
    hx-swap:inherited="none"
    hx-status:2xx:inherited="swap:outerMorph"
    hx-status:422:inherited="swap:outerMorph"
  >
    ${
      model.items.length === 0
        ? emptyCart(frame, model)
        : html`<h1>${words.title}</h1>
            ${notices(frame, model)}
            <div class="split">
              <ul class="lines" aria-label="${words.lines}">
                ${model.items.map(item => line(frame, item, model))}
              </ul>
              ${sum(frame, model)}
            </div>`
    }
  </section>`
}

function emptyCart({ locale }: Frame, { message }: CartModel): Html {
  const { cart: words } = wordsOf(locale)
  return html`<div class="nothing">
    ${drawing('basket')} ${message !== undefined && notice('bad', message)}
    <h1>${words.empty}</h1>
    <p class="lead">${words.emptyNext}</p>
    <p><a class="button" href="/shop">${words.browse}</a></p>
  </div>`
}

function notices({ locale }: Frame, model: CartModel): Html {
  const { message, isFrozen, isWaiting, pricesChecked, valid } = model
  const { cart: words } = wordsOf(locale)
  const isMarked = !valid && pricesChecked && !isFrozen
  return html`${message !== undefined && notice('bad', message)}
  ${
    (isFrozen || isWaiting) &&
    notice(
      'warn',
      html`<p>${isFrozen ? words.frozen : words.waiting}</p>
        <p><a href="/shop/orders">${words.toOrders}</a></p>`
    )
  }
  ${
    !pricesChecked &&
    notice(
      'warn',
      html`<p>${words.unpriced}</p>
        <p><a href="/shop/cart">${words.again}</a></p>`
    )
  }
  ${isMarked && notice('warn', words.invalid)}`
}

function line(frame: Frame, item: CartItem, { isFrozen }: CartModel): Html {
  const { locale } = frame
  const { cart: words } = wordsOf(locale)
  const { id, productId, productOption, name, unitPriceCents, totalCents, problem } = item
  const href = productHref(productId, productOption)
  return html`<li class="line ${problem !== undefined && 'marked'}" id="line-${id}">
    <a class="line-picture" href="${href}" tabindex="-1" aria-hidden="true"
      ><img src="${pictureHref(productId)}" alt="" width="96" height="120"
    /></a>
    <div class="line-name">
      <h2><a href="${href}">${name}</a></h2>
      <p>${productOption}</p>
      ${
        unitPriceCents !== undefined &&
        html`<p class="hint">${words.each(formatCents(unitPriceCents, locale))}</p>`
      }
    </div>
    ${problem !== undefined && problemOf(frame, item)}
    <div class="line-amount">
      ${isFrozen || isGone(item) ? html`<p>× ${item.amount}</p>` : stepper(frame, item)}
      ${!isFrozen && removal(frame, item)}
    </div>
    <p class="line-total ${totalCents === undefined ? 'hint' : 'price'}">
      ${totalCents === undefined ? words.noPrice : formatCents(totalCents, locale)}
    </p>
  </li>`
}

/** Another amount would not help. */
function isGone({ problem }: CartItem): boolean {
  return problem !== undefined && problem !== 'too-few'
}

/** Said at the line, with the way out. */
function problemOf(frame: Frame, { id, problem, stock }: CartItem): Html | false {
  if (problem === undefined) return false
  const { cart: words } = wordsOf(frame.locale)
  const canTakeRest = problem === 'too-few' && stock !== undefined && stock > 0
  return html`<div class="line-problem">
    <p>${icon('warn')} ${words.problems[problem]}</p>
    ${
      canTakeRest &&
      html`<form method="post" action="/shop/cart/update" hx-post="/shop/cart/update">
        ${csrf(frame)}
        <input type="hidden" name="item" value="${id}" />
        <button class="quiet" type="submit" name="amount" value="${stock}">
          ${words.takeRest(stock)}
        </button>
      </form>`
    }
  </div>`
}

/**
 * Three forms, since each button has an amount of its own: this is what makes the stepper work
 * without script.
 */
function stepper(frame: Frame, { id, name, amount }: CartItem): Html {
  const { cart: words } = wordsOf(frame.locale)
  const step = (to: number, kind: 'less' | 'more'): Html =>
    html`<form method="post" action="/shop/cart/update" hx-post="/shop/cart/update">
      ${csrf(frame)}
      <input type="hidden" name="item" value="${id}" />
      <input type="hidden" name="amount" value="${to}" />
      <button
        class="plain"
        type="submit"
        id="${kind}-${id}"
        aria-label="${kind === 'less' ? words.lessOf(name) : words.moreOf(name)}"
        ${(to < 1 || to > amountMax) && html`disabled`}
      >
        ${icon(kind === 'less' ? 'minus' : 'plus')}
      </button>
    </form>`
  return html`<div class="stepper">
    ${step(amount - 1, 'less')}
    <form
      class="stepper-amount"
      method="post"
      action="/shop/cart/update"
      hx-post="/shop/cart/update"
      hx-trigger="change, submit"
      hx-sync="this:drop"
    >
      ${csrf(frame)}
      <input type="hidden" name="item" value="${id}" />
      <input
        type="number"
        id="amount-${id}"
        name="amount"
        value="${amount}"
        min="1"
        max="${amountMax}"
        required
        inputmode="numeric"
        aria-label="${words.amountOf(name)}"
      />
      <button class="quiet" type="submit" id="update-${id}">${words.update}</button>
    </form>
    ${step(amount + 1, 'more')}
  </div>`
}

function removal(frame: Frame, item: CartItem): Html {
  const { id, name } = item
  const { cart: words } = wordsOf(frame.locale)
  return html`<form method="post" action="/shop/cart/remove" hx-post="/shop/cart/remove">
    ${csrf(frame)}
    <input type="hidden" name="item" value="${id}" />
    <button
      class="${isGone(item) ? 'quiet' : 'link'}"
      type="submit"
      aria-label="${words.removeOf(name)}"
    >
      ${words.remove}
    </button>
  </form>`
}

function sum(
  { locale }: Frame,
  { totalCents, valid, pricesChecked, isFrozen, isWaiting, items }: CartModel
): Html {
  const { cart: words } = wordsOf(locale)
  const total = pricesChecked ? formatCents(totalCents, locale) : words.noPrice
  return html`<aside class="sum" aria-label="${words.sum}">
    ${sumOf(locale, { items, total })}
    ${
      valid &&
      !(isFrozen || isWaiting) &&
      html`<a class="button" href="/shop/checkout">${words.checkout} ${icon('arrow')}</a>`
    }
    <a class="going" href="/shop">${words.going}</a>
  </aside>`
}
