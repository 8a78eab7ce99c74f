import { html, type Html } from '@microzon/shared/html'
import { drawing, type DrawingName } from './drawings.ts'
import { layout } from './layout.ts'
import type { ErrorKind, ErrorModel, Frame } from './models.ts'
import { wordsOf, type Words } from './words/index.ts'

/** What happened, what to do, and the id to ask with. Needs nothing of any service. */
export function errorPage(frame: Frame, { kind }: ErrorModel): Html {
  const { errors } = wordsOf(frame.locale)
  const { title, what, next } = errors.pages[kind]
  return layout(frame, {
    title,
    kind: 'focus',
    main: html`<section class="nothing">
      ${drawing(drawingOf(kind))}
      <h1>${title}</h1>
      <p class="lead">${what}</p>
      <p>${next}</p>
      <p class="ways">
        ${ways(kind, errors).map(
          ([href, text], index) =>
            html`<a class="button ${index > 0 && 'quiet'}" href="${href}">${text}</a>`
        )}
      </p>
      <p class="reference">${errors.reference} <code>${frame.correlationId}</code></p>
    </section>`
  })
}

function drawingOf(kind: ErrorKind): DrawingName {
  if (kind === 'not-found') return 'shelf'
  return kind === 'order-unknown' ? 'parcel' : 'shutter'
}

/** Where one may want to go from here, the likeliest first. */
function ways(kind: ErrorKind, words: Words['errors']): readonly (readonly [string, string])[] {
  const shop = ['/shop', words.back] as const
  const orders = ['/shop/orders', words.toOrders] as const
  const cart = ['/shop/cart', words.toCart] as const
  switch (kind) {
    case 'not-found':
    case 'bad-request':
    case 'too-many':
    case 'catalog-away':
    case 'cart-away':
    case 'account-away':
      return [shop]
    case 'stale-form':
    case 'payment-away':
      return [cart, shop]
    case 'fault':
      return [shop, orders]
    case 'orders-away':
      return [cart, shop]
    case 'order-unknown':
      return [orders, cart]
    case 'busy':
    case 'late':
      return [cart, orders]
  }
  return kind satisfies never
}
