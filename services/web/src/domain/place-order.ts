import type { Login } from './customers.ts'
import type { Card, Cards, Orders, Placed, Purchase } from './orders.ts'

/**
 * Buys: the card becomes a token that only the payment service understands, then the order is
 * placed under the form's own key. Where no answer came, the order is looked for, since its page is
 * the best answer there is.
 *
 * Throws what `Cards.tokenise` throws: until then surely nothing was charged.
 */
export async function placeOrder(
  { orders, cards }: { readonly orders: Orders; readonly cards: Cards },
  purchase: Omit<Purchase, 'cardToken'> & { readonly card: Card },
  by: { readonly login: Login; readonly key: string }
): Promise<Placed> {
  const known = await orders.findByKey(by.key, by.login)
  // A second click, or a reload, long after the first: the card need not be asked again.
  if (known !== undefined && known.reason === undefined) return { kind: 'order', orderId: known.id }
  const { card, ...rest } = purchase
  const cardToken = await cards.tokenise(card)
  const placed = await orders.place({ ...rest, cardToken }, by)
  return placed.kind === 'unknown' && placed.sent ? lookUp(orders, by) : placed
}

async function lookUp(
  orders: Orders,
  { login, key }: { readonly login: Login; readonly key: string }
): Promise<Placed> {
  const found = await orders.findByKey(key, login).catch(() => undefined)
  return found === undefined
    ? { kind: 'unknown', sent: true }
    : { kind: 'order', orderId: found.id }
}
