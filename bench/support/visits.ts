import { addToCart, cards, pay, type Shopper } from '../shop.ts'

/** What there is to look at. */
export type Shelf = {
  readonly categories: readonly string[]
  readonly products: readonly string[]
}

export type Visit = {
  readonly name: string
  /** The `nth` visit of its kind. */
  readonly path: (shelf: Shelf, nth: number) => string
}

const words = ['garden', 'silver', 'the old', 'tea', 'lamp blue', 'kitchn', 'po']

/** What shoppers look at, but for the checkout. */
export const visits: readonly Visit[] = [
  { name: 'listing', path: ({ categories }, nth) => at(categories, nth) },
  {
    name: 'search',
    path: (_, nth) => `/shop/search?${new URLSearchParams({ q: at(words, nth) }).toString()}`
  },
  { name: 'product page', path: ({ products }, nth) => at(products, nth) },
  { name: 'cart', path: () => '/shop/cart' },
  { name: 'order history', path: () => '/shop/orders' }
]

/** Categories and products of them that a shopper comes by; puts five of them into the cart. */
export async function findShelf(shopper: Shopper): Promise<Shelf> {
  const front = await shopper.get('/shop')
  const categories = linksOf(front.text, /href="(\/shop\/category\/[\w-]+)"/g)
  const products = new Set<string>()
  for (const path of categories.slice(0, 12)) {
    const { text } = await shopper.get(path)
    for (const link of linksOf(text, /href="(\/shop\/product\/[\w-]+)"/g)) products.add(link)
  }
  if (categories.length === 0 || products.size === 0) throw new Error('the shop is empty')
  for (let nth = 0; nth < 5; nth++) await addToCart(shopper, 1, nth)
  return { categories, products: [...products] }
}

/**
 * Buys what is in the cart, with one thing more. Answers how long the request that places the order took,
 * its page included, in milliseconds.
 */
export async function buyOne(shopper: Shopper): Promise<number> {
  await addToCart(shopper)
  const form = await shopper.get('/shop/checkout')
  const startedAt = performance.now()
  const page = await pay(shopper, cards.pays, form)
  const took = performance.now() - startedAt
  if (!page.path.startsWith('/shop/orders/')) throw new Error(`the order ended at ${page.path}`)
  return took
}

function linksOf(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, path]) => path ?? ''))]
}

function at(values: readonly string[], nth: number): string {
  return values[nth % values.length] ?? ''
}
