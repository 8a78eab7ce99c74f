import { DomainError } from '@microzon/shared/errors'
import {
  accessible,
  changeable,
  createCart,
  asOf,
  unknownCart,
  type Access,
  type Cart,
  type Choice,
  type Line
} from './cart.ts'
import { optionNameOf, pick, type Catalog, type Products } from './catalog.ts'
import { addLine, mergeCarts, removeLine, setAmount, type Added } from './lines.ts'
import type { CartReader, CartStore } from './store.ts'
import { viewOf, type CartView } from './view.ts'

const nameLengthMax = 200

/** A new guest's cart, or the customer's current one, which is made if there is none. */
export async function openCart(
  carts: CartStore,
  fresh: { readonly id: string; readonly customerId: string | undefined; readonly now: number }
): Promise<Cart> {
  const { id, customerId, now } = fresh
  const cart = createCart(id, customerId)
  const known = customerId === undefined ? undefined : await carts.lockCurrent(customerId)
  if (known !== undefined) return asOf(known, now)
  if (await carts.insert(cart)) return cart
  // Another request was faster by a moment.
  const theirs = customerId === undefined ? undefined : await carts.lockCurrent(customerId)
  if (theirs === undefined) throw new Error('a cart could neither be made nor found')
  return asOf(theirs, now)
}

/** Throws `CART_UNKNOWN`. */
export async function findCart(carts: CartReader, access: Access): Promise<Cart> {
  return accessible(await carts.find(access.cartId), access)
}

export async function findCurrentCart(
  carts: CartReader,
  { customerId, now }: { readonly customerId: string; readonly now: number }
): Promise<Cart | undefined> {
  const cart = await carts.findCurrent(customerId)
  return cart && asOf(cart, now)
}

/** The cart with prices and stock of this moment. Throws `CART_UNKNOWN`. */
export async function viewCart(
  { carts, catalog }: { readonly carts: CartReader; readonly catalog: Catalog },
  access: Access
): Promise<CartView> {
  const cart = await findCart(carts, access)
  const ids = [...new Set(cart.lines.map(line => line.productId))]
  return viewOf(cart, ids.length === 0 ? new Map() : await catalog.find(ids))
}

/**
 * `products` holds the chosen one, read before the transaction. Throws what `pick` and `changeable`
 * throw, and `CART_LINE_LIMIT`.
 */
export async function addItem(
  carts: CartStore,
  access: Access,
  item: Choice & {
    readonly id: string
    readonly amount: number
    readonly products: Products | undefined
  }
): Promise<Added> {
  const before = await carts.lock(access.cartId)
  const cart = changeable(before, access)
  const { id, productId, productOption, amount, products } = item
  const { product } = pick(products, item)
  const line: Line = {
    id,
    productId,
    productOption,
    amount,
    name: product.name.slice(0, nameLengthMax).toWellFormed(),
    optionName: optionNameOf(product, item)
  }
  const added = addLine(cart, line)
  await carts.save(added.cart, before ?? cart)
  return added
}

/** Throws what `changeable` throws, and `ITEM_UNKNOWN`. */
export function changeAmount(
  carts: CartStore,
  access: Access,
  item: { readonly id: string; readonly amount: number }
): Promise<Cart> {
  return change(carts, access, cart => setAmount(cart, item.id, item.amount))
}

/** Throws what `changeable` throws, and `ITEM_UNKNOWN`. */
export function removeItem(carts: CartStore, access: Access, itemId: string): Promise<Cart> {
  return change(carts, access, cart => removeLine(cart, itemId))
}

export type MergeResult = {
  readonly cart: Cart
  readonly capped: readonly Line[]
  readonly leftOut: readonly Line[]
}

/**
 * Brings a guest's cart into the customer's. A cart that has been merged into it before changes
 * nothing, so that a login which is sent twice doubles nothing. Throws what `changeable` throws,
 * for either cart.
 */
export async function mergeInto(
  carts: CartStore,
  access: Access & { readonly customerId: string },
  fromCartId: string
): Promise<MergeResult> {
  // Always in the same order, so that two merges cannot wait for each other.
  const found = new Map<string, Cart | undefined>()
  for (const id of [...new Set([access.cartId, fromCartId])].sort()) {
    found.set(id, await carts.lock(id))
  }
  const [target, source] = [found.get(access.cartId), found.get(fromCartId)]
  if (target === undefined || target.customerId !== access.customerId) throw unknownCart()
  const from = accessible(source, { ...access, cartId: fromCartId })
  if (from.id === target.id || from.mergedInto === target.id) {
    return { cart: accessible(target, access), capped: [], leftOut: [] }
  }
  if (from.customerId !== undefined) {
    throw new DomainError('CART_CLOSED', 'only a cart that nobody owns can be merged')
  }
  const merged = mergeCarts(changeable(target, access), changeable(from, access))
  await carts.save(merged.target, target)
  await carts.save(merged.source, from)
  return { cart: merged.target, capped: merged.capped, leftOut: merged.leftOut }
}

async function change(
  carts: CartStore,
  access: Access,
  apply: (cart: Cart) => Cart
): Promise<Cart> {
  const before = await carts.lock(access.cartId)
  const cart = changeable(before, access)
  const after = apply(cart)
  await carts.save(after, before ?? cart)
  return after
}
