import type { Account, Accounts } from './accounts.ts'
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

export type ShopperOptions = {
  readonly habits: Habits
  readonly visit: Visit
  readonly accounts: Accounts
  readonly random: () => number
  readonly onOrder: () => void
  /** A page came without what belongs there. */
  readonly onMissing: (kind: PageKind, what: string) => void
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
/** What shoppers do: how many of a hundred fill a cart, how many of a hundred buy, and with which card. */
export type Habits = {
  readonly fillPercent: number
  readonly buyPercent: number
  readonly cardNumber: string
}

export const habitsUsual: Habits = {
  fillPercent: 40,
  buyPercent: 10,
  cardNumber: '4242424242424242'
}
/** All of them buy, with the card whose charge takes the provider ten seconds. */
export const habitsSlow: Habits = {
  fillPercent: 100,
  buyPercent: 100,
  cardNumber: '4000000000006975'
}

/**
 * One visit to the shop: looks around, perhaps fills a cart, perhaps buys. Throws when something
 * does not work.
 */
export async function shop(options: ShopperOptions): Promise<void> {
  const { visit, random, habits } = options
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
  if (chance >= habits.fillPercent || form === undefined) return
  const added = await submit(visit, 'add to cart', form)
  const cart = await visit('cart', { path: '/shop/cart' })
  // Only what was taken must be there: a product can be sold out by now.
  if (added.status !== 303) return
  const isThere = findLinks(cart.html, '/shop/checkout').length > 0
  if (!isThere) return options.onMissing('cart', 'what was added is not there')
  if (chance < habits.buyPercent) await buy(options)
}

async function buy(options: ShopperOptions): Promise<void> {
  const { visit, accounts, random, onOrder, habits } = options
  const account =
    random() < 0.5
      ? ((await register(options)) ?? (await logIn(options)))
      : ((await logIn(options)) ?? (await register(options)))
  if (account === undefined) return
  try {
    const page = await visit('checkout', { path: '/shop/checkout' })
    if (page.status === 303) return await lookWhy(options)
    const form = formOn(page, { kind: 'checkout', path: '/shop/checkout' }, options)
    if (form === undefined) return
    const order = await submit(visit, 'checkout', form, { ...address, ...card(habits) })
    if (order.location?.startsWith('/shop/orders/') !== true) return
    await visit('order', { path: order.location })
    onOrder()
  } finally {
    accounts.keep(account)
  }
}

/** Sold out meanwhile is part of life; prices that nobody knows are not. */
async function lookWhy({ visit, onMissing }: ShopperOptions): Promise<void> {
  const cart = await visit('cart', { path: '/shop/cart' })
  if (cart.html.includes('cannot be checked')) onMissing('checkout', 'prices were not checked')
}

/** Answers as whom, or nothing when enough have registered. */
async function register(options: ShopperOptions): Promise<Account | undefined> {
  const { visit, accounts } = options
  const account = accounts.create()
  if (account === undefined) return undefined
  const path = '/user/registration'
  const page = await visit('registration', { path })
  const form = formOn(page, { kind: 'registration', path }, options)
  if (form === undefined) return undefined
  const { email, password } = account
  await submit(visit, 'registration', form, { email, password, passwordRepeat: password })
  return account
}

/** Answers as whom, or nothing when nobody is free. */
async function logIn(options: ShopperOptions): Promise<Account | undefined> {
  const { visit, accounts } = options
  const account = accounts.borrow()
  if (account === undefined) return undefined
  try {
    const page = await visit('login', { path: '/user/login' })
    const form = formOn(page, { kind: 'login', path: '/user/login' }, options)
    if (form !== undefined) await submit(visit, 'login', form, account)
    return account
  } catch (error) {
    accounts.keep(account)
    throw error
  }
}

function formOn(
  page: Page,
  { kind, path }: { readonly kind: PageKind; readonly path: string },
  { onMissing }: ShopperOptions
): Form | undefined {
  const form = findForm(page.html, path)
  if (form === undefined) onMissing(kind, 'no form')
  return form
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
const card = ({ cardNumber }: Habits): Readonly<Record<string, string>> => ({
  cardNumber,
  cardExpiry: '12/39',
  cardCvc: '123'
})
