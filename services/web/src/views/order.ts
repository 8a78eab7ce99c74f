import { html, type Html } from '@microzon/shared/html'
import { formatCents } from '@microzon/shared/money'
import type { Order } from '../domain/orders.ts'
import { addressLines } from './address-fields.ts'
import { pictureHref, productHref } from './card.ts'
import { formatClock, formatMoment } from './format.ts'
import { icon } from './icons.ts'
import { besides, layout } from './layout.ts'
import { breadcrumbs } from './listing.ts'
import type { Frame, OrderModel } from './models.ts'
import { isEnded, milestonesOf, type Milestone } from './order-timeline.ts'
import { wordsOf, type Words } from './words/index.ts'

const refreshSeconds = 3

/** One order with what happened to it. While it is under way the page follows it, with script or without. */
export function orderPage(frame: Frame, { order }: OrderModel): Html {
  const { locale } = frame
  const words = wordsOf(locale)
  const number = shortId(order)
  const way = [
    { name: words.orders.title, href: '/shop/orders' },
    { name: words.order.title(number) }
  ]
  return layout(frame, {
    title: words.order.title(number),
    kind: 'focus',
    isLive: !isEnded(order),
    ...(!isEnded(order) && { refreshSeconds }),
    main: html`${breadcrumbs(locale, way)} ${orderSection(frame, order)}`
  })
}

/** Enough of the id to tell orders apart. */
export function shortId({ id }: Pick<Order, 'id'>): string {
  return id.slice(0, 8)
}

export function orderHref({ id }: Pick<Order, 'id'>): string {
  return `/shop/orders/${encodeURIComponent(id)}`
}

function orderSection(frame: Frame, order: Order): Html {
  const { locale } = frame
  const { order: words } = wordsOf(locale)
  return html`<section
    class="order"
    id="order"
    ${
      !isEnded(order) &&
      html`hx-get="${orderHref(order)}" hx-trigger="every 2s" hx-select="#order"
      hx-select-oob="${besides}" hx-swap="none" hx-status:2xx="swap:outerMorph"`
    }
  >
    <header class="order-top">
      <div role="status">${outcome(order, wordsOf(locale), locale)}</div>
      <p class="hint">
        ${words.placed(formatMoment(order.createdAt, locale))} · <code>${order.id}</code>
      </p>
    </header>
    <div class="split">
      <div>
        <section class="panel">
          <h2>${words.timeline}</h2>
          <ol class="timeline">
            ${milestonesOf(order).map(each => milestone(frame, each, order.createdAt))}
          </ol>
        </section>
        ${lines(frame, order)}
      </div>
      <aside class="panel">
        <h2>${words.address}</h2>
        ${addressLines(order.address, locale)}
      </aside>
    </div>
  </section>`
}

/** What came of it, in words: first of all whether anything was charged. */
function outcome(order: Order, { order: words }: Words, locale: Frame['locale']): Html {
  const { state, totalCents, reason } = order
  const say = (title: string, text: string): Html =>
    html`<h1>${title}</h1>
      <p class="lead">${text}</p>`
  switch (state) {
    case 'CONFIRMED':
      return say(words.thanks, words.charged(formatCents(totalCents, locale)))
    case 'CANCELLED':
      return html`${say(words.cancelled, `${reasonOf(reason, words)} ${words.notCharged}`)}
        <p><a class="button" href="/shop/cart">${words.toCart}</a></p>`
    case 'COMPENSATING':
      return say(words.undoing, `${reasonOf(reason, words)} ${words.undoingText}`)
    case 'CHARGE_UNKNOWN':
      return html`${say(words.checking, words.checkingText)} ${followed(order, words)}`
    case 'RECEIVED':
    case 'FROZEN':
    case 'PRICED':
    case 'RESERVED':
    case 'CHARGING':
    case 'CHARGED':
      return html`${say(words.working, words.workingText)} ${followed(order, words)}`
  }
  return state satisfies never
}

function followed(order: Order, words: Words['order']): Html {
  return html`<p class="unscripted">
    <a class="button quiet" href="${orderHref(order)}">${words.refresh}</a>
  </p>`
}

function reasonOf(reason: string | undefined, { reasons }: Words['order']): string {
  return reasons[reason as keyof typeof reasons] ?? reasons.unknown
}

function milestone({ locale }: Frame, { name, progress, at }: Milestone, day: number): Html {
  const { order: words } = wordsOf(locale)
  return html`<li class="${progress}" ${progress === 'current' && html`aria-current="step"`}>
    <span class="dot"
      >${progress === 'done' && icon(name === 'cancelled' ? 'close' : 'check')}</span
    >
    <span
      >${words.steps[name]}
      <span class="${progress === 'current' ? 'hint' : 'hidden'}"
        >${words.states[progress]}</span
      ></span
    >
    ${
      at !== undefined &&
      html`<time datetime="${new Date(at).toISOString()}"
        >${formatClock(at, { day, locale })}</time
      >`
    }
  </li>`
}

function lines({ locale }: Frame, { lines: items, totalCents, state }: Order): Html | false {
  if (items.length === 0) return false
  const { order: words } = wordsOf(locale)
  const isPriced = totalCents > 0 || state === 'CONFIRMED'
  return html`<section class="panel">
    <h2>${words.lines}</h2>
    <ul class="small-lines">
      ${items.map(({ productId, name, option, amount, totalCents: cents }) => {
        return html`<li>
          <img src="${pictureHref(productId)}" alt="" width="48" height="60" />
          <p>
            <a href="${productHref(productId, option)}">${name}</a>
            <span class="hint">${option} × ${amount}</span>
          </p>
          <p class="price">${cents !== undefined && formatCents(cents, locale)}</p>
        </li>`
      })}
    </ul>
    ${
      isPriced &&
      html`<p class="review-total">
        <span>${words.total}</span> <span class="price">${formatCents(totalCents, locale)}</span>
      </p>`
    }
  </section>`
}
