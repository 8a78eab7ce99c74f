import { html, type Html } from '@microzon/shared/html'
import { formatCents } from '@microzon/shared/money'
import type { Order } from '../domain/orders.ts'
import { pictureHref } from './card.ts'
import { drawing } from './drawings.ts'
import { formatDay } from './format.ts'
import { layout } from './layout.ts'
import { breadcrumbs, pager } from './listing.ts'
import type { Frame, OrdersModel } from './models.ts'
import { orderHref, shortId } from './order.ts'
import { wordsOf, type Words } from './words/index.ts'

const picturesMax = 4

/** The customer's orders, the latest first. */
export function ordersPage(frame: Frame, { orders, pages }: OrdersModel): Html {
  const { locale } = frame
  const { orders: words, account, cart } = wordsOf(locale)
  const way = [{ name: account.title, href: '/user/account' }, { name: words.title }]
  const list = html`<h1>${words.title}</h1>
    <ul class="orders">
      ${orders.map(order => row(frame, order))}
    </ul>
    ${pager(locale, pages)}`
  const empty = html`<section class="nothing">
    ${drawing('parcel')}
    <h1>${words.empty}</h1>
    <p class="lead">${words.emptyNext}</p>
    <p><a class="button" href="/shop">${cart.browse}</a></p>
  </section>`
  const main = html`${breadcrumbs(locale, way)} ${orders.length === 0 ? empty : list}`
  return layout(frame, { title: words.title, kind: 'focus', main })
}

function row({ locale }: Frame, order: Order): Html {
  const { orders: words } = wordsOf(locale)
  const { createdAt, lines } = order
  return html`<li>
    <a href="${orderHref(order)}">
      <span class="order-pictures" aria-hidden="true">
        ${lines.slice(0, picturesMax).map(({ productId }) => {
          return html`<img
            src="${pictureHref(productId)}"
            alt=""
            width="48"
            height="60"
            loading="lazy"
          />`
        })}
      </span>
      <span class="order-name">
        <strong>${formatDay(createdAt, locale)}</strong>
        <span class="hint">${words.number} ${shortId(order)}</span>
      </span>
      ${stateOf(order, words)} ${totalOf(order, locale)}
    </a>
  </li>`
}

/** Struck through where it was not paid. */
function totalOf({ state, totalCents }: Order, locale: Frame['locale']): Html {
  const total = formatCents(totalCents, locale)
  return state === 'CANCELLED'
    ? html`<s class="price">${total}</s>`
    : html`<span class="price">${total}</span>`
}

function stateOf({ state }: Order, words: Words['orders']): Html {
  if (state === 'CONFIRMED') return html`<span class="tag good">${words.confirmed}</span>`
  if (state === 'CANCELLED') return html`<span class="tag">${words.cancelled}</span>`
  return html`<span class="tag warn">${words.working}</span>`
}
