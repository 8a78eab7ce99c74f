import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createShopper, type Fields, type Page, type Shopper } from './shopper.ts'
import { systemUnderTest } from './system.ts'

/** Steps that many journeys share, through forms and links alone. */

export const address: Fields = {
  name: 'Grace Hopper',
  street: '1 Compiler Way',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE'
}

export const cards = {
  pays: '4242424242424242',
  declined: '4000000000000002',
  insufficient: '4000000000009995',
  fails: '4000000000000119',
  slow: '4000000000006975'
} as const

export const password = 'correct horse battery'

export function newShopper(t: TestContext): Shopper {
  const shopper = createShopper(systemUnderTest().shopUrl)
  t.after(() => shopper.close())
  return shopper
}

export function newEmail(): string {
  return `e2e-${randomUUID()}@example.org`
}

/** A product with plenty of stock, found by browsing; the `nth` of the front page and later. */
export async function findProduct(shopper: Shopper, nth = 0): Promise<Page> {
  const shop = await shopper.get('/shop')
  assert.equal(shop.status, 200)
  const links = shop.document
    .querySelectorAll('a')
    .map(link => link.getAttribute('href') ?? '')
    .filter(href => href.startsWith('/shop/product/'))
  for (const href of [...new Set(links)].slice(nth)) {
    const page = await shopper.get(href)
    if (hasAddForm(page) && !/only \d+ left|sold out/i.test(page.text)) return page
  }
  throw new Error('the front page shows no product with stock')
}

export async function addToCart(shopper: Shopper, amount = 1, nth = 0): Promise<Page> {
  const product = await findProduct(shopper, nth)
  const cart = await shopper.submit(product, '/shop/addToCart', { amount: String(amount) })
  assert.equal(cart.status, 200, cart.text.slice(0, 500))
  return cart
}

export async function register(shopper: Shopper, email = newEmail()): Promise<string> {
  const form = await shopper.get('/user/registration')
  const fields = { email, password, passwordRepeat: password }
  const page = await shopper.submit(form, '/user/registration', fields)
  assert.equal(page.status, 200, page.text.slice(0, 500))
  return email
}

export async function logIn(shopper: Shopper, email: string): Promise<Page> {
  const form = await shopper.get('/user/login')
  return shopper.submit(form, '/user/login', { email, password })
}

/** The checkout form, filled and sent with a card: its number, or all of its fields. */
export async function pay(shopper: Shopper, card: string | Fields, checkout?: Page): Promise<Page> {
  const form = checkout ?? (await shopper.get('/shop/checkout'))
  assert.equal(form.path, '/shop/checkout', `got to ${form.path} instead`)
  return shopper.submit(form, '/shop/checkout', {
    ...address,
    cardExpiry: '12/30',
    cardCvc: '123',
    ...(typeof card === 'string' ? { cardNumber: card } : card)
  })
}

/** The id of the order whose page this is. */
export function orderIdOf(page: Page): string {
  const [, id] = /^\/shop\/orders\/([\w-]+)$/.exec(page.path) ?? []
  assert.ok(id, `${page.status} ${page.path} is no order's page`)
  return id
}

export async function orderIds(shopper: Shopper): Promise<readonly string[]> {
  const page = await shopper.get('/shop/orders')
  assert.equal(page.status, 200)
  const found = page.text.matchAll(/\/shop\/orders\/([\w-]{20,})/g)
  return [...new Set([...found].map(([, id]) => id ?? ''))]
}

function hasAddForm({ document }: Page): boolean {
  const form = document
    .querySelectorAll('form')
    .find(candidate => candidate.getAttribute('action') === '/shop/addToCart')
  const button = form?.querySelector('button')
  return button !== undefined && button !== null && !button.hasAttribute('disabled')
}
