import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  addToCart,
  cards,
  findProduct,
  logIn,
  newShopper,
  pay,
  register
} from './support/journey.ts'
import { createShopper, type Page, type Shopper } from './support/shopper.ts'
import { systemUnderTest } from './support/system.ts'
import { targetUnderTest } from './support/target.ts'
import { servicesOf, serviceOf, traceOf, traceOfOne, type Span } from './support/traces.ts'

// What a shopper does is one tree, from the shop's pages to the stores, found by the id on the page.

type Journey = {
  readonly name: string
  /** `other` is another browser, without a cookie yet. */
  readonly act: (shopper: Shopper, other: Shopper) => Promise<Page>
  /** Which of the answers is meant, counted from the end: a form's own is before its redirect. */
  readonly back?: number
  readonly services: readonly string[]
}

const journeys: readonly Journey[] = [
  { name: 'the front page', act: shopper => shopper.get('/shop'), services: ['web', 'product'] },
  { name: 'a category', act: openCategory, services: ['web', 'product'] },
  {
    name: 'a search',
    act: shopper => shopper.get('/shop/search?q=tea'),
    services: ['web', 'product']
  },
  { name: 'a product', act: shopper => findProduct(shopper), services: ['web', 'product'] },
  {
    name: 'adding to the cart',
    act: shopper => addToCart(shopper),
    back: 1,
    services: ['web', 'cart', 'product']
  },
  {
    name: 'the cart',
    act: async shopper => (await addToCart(shopper), shopper.get('/shop/cart')),
    services: ['web', 'cart', 'product']
  },
  {
    name: 'a registration',
    act: async shopper => (await register(shopper), shopper.get('/user/account')),
    services: ['web', 'customer']
  },
  {
    name: 'a login',
    act: async (shopper, other) => logIn(other, await register(shopper)),
    back: 1,
    services: ['web', 'customer']
  },
  { name: 'the checkout', act: openCheckout, services: ['web', 'customer', 'cart', 'product'] },
  {
    name: 'a purchase',
    act: async shopper => pay(shopper, cards.pays, await openCheckout(shopper)),
    back: 1,
    services: ['web', 'customer', 'cart', 'product', 'billing', 'payment']
  }
]

for (const { name, act, back = 0, services } of journeys) {
  test(`${name} is one tree through ${services.join(', ')}`, async t => {
    const look = async (): Promise<string> => {
      const page = await act(newShopper(t), newShopper(t))
      assert.equal(page.status, 200)
      return idOf(page, back)
    }
    const spans = await traceOfOne(look, found => covers(found, services))
    assert.deepEqual(spans.filter(isFailed), [])
    const stored = services.filter(service => service !== 'web')
    for (const service of stored)
      assert.ok(hasStatement(spans, service), `no statement of ${service}`)
  })
}

test('a purchase leads to the provider, under keys and never with a card', async t => {
  const shopper = newShopper(t)
  const page = await pay(shopper, cards.pays, await openCheckout(shopper))
  const spans = await traceOf(idOf(page, 1), found => covers(found, ['payment', 'billing']))
  const asked = spans.filter(({ remoteEndpoint }) => remoteEndpoint?.serviceName === 'provider')
  assert.ok(asked.length >= 2, 'a card token and a charge')
  assert.ok(!JSON.stringify(spans).includes(cards.pays))
})

test('fault: a declined card is an answer and no error of the system', async t => {
  const shopper = newShopper(t)
  const page = await pay(shopper, cards.declined, await openCheckout(shopper))
  assert.equal(page.status, 422)
  const spans = await traceOf(idOf(page), found => covers(found, ['web', 'billing', 'payment']))
  const order = spans.find(span => serviceOf(span) === 'billing' && /post \/orders/.test(span.name))
  assert.equal(order?.tags?.['http.status_code'], '402')
  assert.deepEqual(spans.filter(isFailed), [])
})

test('fault: a slow charge joins the trace of the click when it comes to its end', async t => {
  const shopper = newShopper(t)
  const page = await pay(shopper, cards.slow, await openCheckout(shopper))
  await traceOf(idOf(page, 1), found => found.some(({ name }) => name === 'finish order'))
})

test('fault: a service that is away is named, with every attempt', async t => {
  const target = targetUnderTest()
  const shopper = newShopper(t)
  const running = await target.instances('product')
  await Promise.all(running.map(instance => target.kill(instance)))
  t.after(async () => {
    await target.scale('product', running.length)
    await untilOpen()
  })
  // What was shown a moment before is still shown.
  const page = await shopper.get(`/shop/search?q=unseen${Date.now()}`)
  assert.equal(page.status, 503)
  const isNamed = ({ name, tags }: Span): boolean =>
    name.startsWith('call product') &&
    // What has been refused five times in a row is not asked again.
    /^(refused|lost|no-endpoint|deadline|open)$/.test(tags?.['error'] ?? '')
  const saysWhy = (span: Span): boolean =>
    serviceOf(span) === 'web' &&
    span.kind === 'SERVER' &&
    /^PRODUCT_UNAVAILABLE: no answer: /.test(span.tags?.['problem'] ?? '')
  await traceOf(idOf(page), found => found.some(isNamed) && found.some(saysWhy))
})

function idOf({ trail }: Page, back = 0): string {
  const id = trail.at(-1 - back) ?? ''
  assert.match(id, /^[0-9a-f]{32}$/)
  return id
}

function covers(spans: readonly Span[], services: readonly string[]): boolean {
  const found = servicesOf(spans)
  return services.every(
    service => found.includes(service) && (service === 'web' || hasStatement(spans, service))
  )
}

/** What a store is asked has a span of its own, in SQL or in the words of MongoDB. */
function hasStatement(spans: readonly Span[], service: string): boolean {
  return spans.some(span => serviceOf(span) === service && /^(sql|mongodb) /.test(span.name))
}

function isFailed({ tags }: Span): boolean {
  return tags?.['error'] !== undefined
}

async function openCategory(shopper: Shopper): Promise<Page> {
  const shop = await shopper.get('/shop')
  const link = shop.document.querySelector('a[href^="/shop/category/"]')
  return shopper.get(link?.getAttribute('href') ?? '')
}

async function openCheckout(shopper: Shopper): Promise<Page> {
  await addToCart(shopper)
  await register(shopper)
  return shopper.get('/shop/checkout')
}

async function untilOpen(): Promise<void> {
  // Of its own: the one of the test is closed by now.
  const shopper = createShopper(systemUnderTest().shopUrl)
  for (const end = Date.now() + 30_000; (await shopper.get('/shop')).status !== 200;) {
    await sleep(100)
    assert.ok(Date.now() < end, 'the shop does not open again')
  }
  await shopper.close()
}
