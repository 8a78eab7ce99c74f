import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { addToCart, cards, newShopper, orderIdOf, pay, register } from './support/journey.ts'
import { createShopper } from './support/shopper.ts'
import { systemUnderTest } from './support/system.ts'
import { targetUnderTest } from './support/target.ts'

const system = targetUnderTest()
const waitMs = 30_000

test('without product one browses what was shown before, and the cart is kept', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper, 2)
  assert.equal((await shopper.get('/shop')).status, 200)
  await takeAway(t, 'product')
  await untilStale(shopper, '/shop')
  const unseen = await shopper.get(`/shop/search?q=unseen${Date.now()}`)
  assert.equal(unseen.status, 503)
  assert.match(unseen.text, /shelves/i)
  const cart = await shopper.get('/shop/cart')
  assert.equal(cart.status, 200)
  assert.match(cart.text, /cannot be checked/i)
})

test('without cart one can browse, and the cart says that it is away', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper)
  await takeAway(t, 'cart')
  assert.equal((await shopper.get('/shop')).status, 200)
  assert.equal((await shopper.get('/shop/cart')).status, 503)
})

test('without customer one can browse and fill a cart', async t => {
  const shopper = newShopper(t)
  await takeAway(t, 'customer')
  assert.equal((await shopper.get('/shop')).status, 200)
  await addToCart(shopper)
  const login = await shopper.get('/user/login')
  const refused = await shopper.submit(login, '/user/login', {
    email: 'nobody@example.org',
    password: 'whatever it is'
  })
  assert.equal(refused.status, 503)
})

for (const service of ['billing', 'payment']) {
  test(`without ${service} nothing is ordered or charged, and the cart is kept`, async t => {
    const shopper = newShopper(t)
    await addToCart(shopper, 2)
    await register(shopper)
    const checkout = await shopper.get('/shop/checkout')
    const back = await takeAway(t, service)
    const refused = await pay(shopper, cards.pays, checkout)
    assert.equal(refused.status, 503)
    assert.match(refused.text, /nothing was (ordered|charged)/i)
    await back()
    const cart = await shopper.get('/shop/cart')
    assert.equal(
      cart.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
      '2'
    )
    orderIdOf(await pay(shopper, cards.pays))
  })
}

test('one of two instances of each service is killed during a browse, and no page fails', async t => {
  const services = ['web', 'product', 'cart', 'customer', 'billing']
  for (const service of services) {
    const { length } = await system.instances(service)
    t.after(async () => {
      await system.scale(service, length)
      await untilSeen(service, length)
    })
    await system.scale(service, 2)
  }
  for (const service of services) await untilSeen(service, 2)
  const shopper = newShopper(t)
  await addToCart(shopper)
  await register(shopper)
  const statuses: number[] = []
  for (const service of services) {
    const browsing = browse(shopper, statuses)
    const [first = ''] = await system.instances(service)
    await system.kill(first)
    await browsing
  }
  assert.deepEqual([...new Set(statuses)], [200])
  orderIdOf(await pay(shopper, cards.pays))
})

async function browse(shopper: ReturnType<typeof newShopper>, statuses: number[]): Promise<void> {
  for (let round = 0; round < 10; round++) {
    for (const path of ['/shop', '/shop/cart', '/shop/search?q=tea', '/shop/orders']) {
      statuses.push((await shopper.get(path)).status)
    }
  }
}

/** Takes all instances of a service away; the answer brings them back, as the end of the test does. */
async function takeAway(t: TestContext, service: string): Promise<() => Promise<void>> {
  const running = await system.instances(service)
  await Promise.all(running.map(instance => system.kill(instance)))
  const back = async (): Promise<void> => {
    await system.scale(service, running.length)
    await untilSeen(service, running.length)
    await untilCartsAreFilled()
  }
  t.after(back)
  await untilSeen(service, 0)
  return back
}

/** Waits until the shop itself, behind its front door, sees so many instances that are ready. */
async function untilSeen(service: string, count: number): Promise<void> {
  const shopper = createShopper(systemUnderTest().shopUrl)
  const end = Date.now() + waitMs
  for (;;) {
    const { text } = await shopper.get('/status/services', {
      headers: { accept: 'application/json' }
    })
    const { services } = JSON.parse(text) as Seen
    const found = services.find(({ name }) => name === service)
    const ready = found?.instances.filter(({ state }) => state === 'ready').length ?? 0
    if (ready === count) return shopper.close()
    assert.ok(Date.now() < end, `not within ${waitMs} ms: ${count} of ${service}`)
  }
}

/** Waits until the services behind web see each other again too: every process looks for itself. */
async function untilCartsAreFilled(): Promise<void> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    const shopper = createShopper(systemUnderTest().shopUrl)
    try {
      return void (await addToCart(shopper))
    } catch (error) {
      if (Date.now() > end) throw error
    } finally {
      await shopper.close()
    }
  }
}

/** Waits until a page, which never fails meanwhile, says that it is made of what was known before. */
async function untilStale(shopper: ReturnType<typeof newShopper>, path: string): Promise<void> {
  const end = Date.now() + waitMs
  for (;;) {
    const { status, text } = await shopper.get(path)
    assert.equal(status, 200)
    if (/catalogue does not answer/i.test(text)) return
    assert.ok(Date.now() < end, `not within ${waitMs} ms: a stale ${path}`)
  }
}

type Seen = {
  readonly services: readonly {
    readonly name: string
    readonly instances: readonly { readonly state: string }[]
  }[]
}
