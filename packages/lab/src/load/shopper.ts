import type { Page } from './browser.ts'
import { findForm, findLinks, type Form } from './html-forms.ts'

/** The pages that are told apart in the figures. */
export type PageKind =
  | 'home'
  | 'category'
  | 'search'
  | 'product'
  | 'add to cart'
  | 'cart'
  | 'registration'
  | 'login'
  | 'checkout'
  | 'order'

/** Asks for a page when its turn has come, and counts it. Throws when it is not what was expected. */
export type Visit = (
  kind: PageKind,
  request: { readonly path: string; readonly form?: Readonly<Record<string, string>> }
) => Promise<Page>

export type Account = { readonly email: string; readonly password: string }

/** Customers that shoppers made and use again, since registrations are limited in rate. */
export type Accounts = {
  any(): Account | undefined
  /** Whether another one may be made. */
  hasRoom(): boolean
  create(): Account
  keep(account: Account): void
}

export type ShopperOptions = {
  readonly visit: Visit
  readonly accounts: Accounts
  readonly random: () => number
  readonly onOrder: () => void
}

const words = [
  'garden',
  'the',
  'kitchen',
  'blue',
  'poem',
  'record',
  'steel',
  'paper',
  'garen',
  'wood'
]
/** Of a hundred shoppers. */
const shares = { fill: 40, buy: 10 }

/**
 * One visit to the shop: looks around, perhaps fills a cart, perhaps buys. Throws when something
 * does not work.
 */
export async function shop(options: ShopperOptions): Promise<void> {
  const { visit, random } = options
  const home = await visit('home', { path: '/shop' })
  const category = pick(findLinks(home.html, '/shop/category/'), random)
  const list = category === undefined ? home : await visit('category', { path: category })
  const word = pick(words, random) ?? ''
  if (random() < 0.4) await visit('search', { path: `/shop/search?q=${encodeURIComponent(word)}` })
  const links = findLinks(list.html, '/shop/product/')
  const product = pick(links.length > 0 ? links : findLinks(home.html, '/shop/product/'), random)
  if (product === undefined) return
  const page = await visit('product', { path: product })
  const chance = random() * 100
  const form = findForm(page.html, '/shop/addToCart')
  // Sold out: there is nothing to press.
  if (chance >= shares.fill || form === undefined) return
  await submit(visit, 'add to cart', form)
  await visit('cart', { path: '/shop/cart' })
  if (chance < shares.buy) await buy(options)
}

async function buy({ visit, accounts, onOrder, random }: ShopperOptions): Promise<void> {
  const known = accounts.any()
  if (known === undefined || (accounts.hasRoom() && random() < 0.5)) await register(visit, accounts)
  else await logIn(visit, known)
  const page = await visit('checkout', { path: '/shop/checkout' })
  const form = findForm(page.html, '/shop/checkout')
  if (form === undefined) return
  const order = await submit(visit, 'checkout', form, { ...address, ...card })
  if (order.location?.startsWith('/shop/orders/') !== true) return
  await visit('order', { path: order.location })
  onOrder()
}

async function register(visit: Visit, accounts: Accounts): Promise<void> {
  const page = await visit('registration', { path: '/user/registration' })
  const form = findForm(page.html, '/user/registration')
  if (form === undefined) return
  const account = accounts.create()
  const { email, password } = account
  await submit(visit, 'registration', form, { email, password, passwordRepeat: password })
  accounts.keep(account)
}

async function logIn(visit: Visit, account: Account): Promise<void> {
  const page = await visit('login', { path: '/user/login' })
  const form = findForm(page.html, '/user/login')
  if (form !== undefined) await submit(visit, 'login', form, account)
}

function submit(
  visit: Visit,
  kind: PageKind,
  ...[form, fields]: readonly [Form, Readonly<Record<string, string>>?]
): Promise<Page> {
  return visit(kind, { path: form.action, form: { ...form.fields, ...fields } })
}

function pick<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)]
}

const address = {
  name: 'Grace Hopper',
  street: '1 Harbour Road',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE'
}
const card = { cardNumber: '4242424242424242', cardExpiry: '12/39', cardCvc: '123' }
