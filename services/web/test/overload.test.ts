import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { importances } from '@microzon/shared/admission'
import { createFakeShop } from './fake-shop.ts'

/** A shop that is so late that it serves only what is at least as important. */
async function lateShop(t: TestContext, lateMs: number) {
  let now = 0
  const clock = { now: () => (now += 2_000), after: () => () => undefined }
  const delay = { read: () => lateMs, close: () => undefined }
  const shop = await createFakeShop({ admission: { delay, clock, random: () => 0.5 } })
  t.after(() => shop.app.close())
  // A process is late when it stays so.
  await shop.app.inject({ url: '/status/alive' })
  return shop
}

const pages: Readonly<Record<(typeof importances)[number], readonly string[]>> = {
  high: ['/shop/checkout', '/shop/orders', '/shop/orders/order-1'],
  normal: ['/shop/cart', '/user/login', '/user/account', '/status/alive'],
  low: ['/shop', '/shop/product/tea', '/shop/search?q=tea', '/images/tea.svg', '/assets/shop.css']
}

test('while the shop is late, browsing is refused before the cart, and orders last', async t => {
  for (const [lateMs, refused] of [
    [400, ['low']],
    [900, ['low', 'normal']],
    [1_900, ['low', 'normal', 'high']]
  ] as const) {
    const { app } = await lateShop(t, lateMs)
    for (const importance of importances) {
      for (const url of pages[importance]) {
        const { statusCode } = await app.inject({ url })
        const isRefused = refused.some(name => name === importance)
        assert.equal(statusCode === 503, isRefused, `${lateMs} ${url} ${statusCode}`)
      }
    }
  }
})

test('what is refused is a page that says so, and may go to another instance', async t => {
  const { app, state } = await lateShop(t, 9_000)
  for (const [language, words] of [
    ['en', 'All hands are busy'],
    ['de', 'Alle Hände sind voll']
  ] as const) {
    const headers = { 'accept-language': language }
    const answer = await app.inject({ method: 'POST', url: '/shop/checkout', headers })
    assert.equal(answer.statusCode, 503)
    assert.deepEqual(
      [answer.headers['x-not-processed'], answer.headers['retry-after'], answer.headers['x-retry']],
      ['1', '1', undefined]
    )
    assert.match(String(answer.headers['content-type']), /^text\/html/)
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
    assert.ok(answer.body.includes(words))
    assert.ok(answer.body.includes(String(answer.headers['x-correlation-id'])))
  }
  assert.deepEqual(state.calls, [])
  const json = await app.inject({ url: '/shop', headers: { accept: 'application/json' } })
  assert.equal(json.json().code, 'OVERLOADED')
})

test('a page that comes too late says so, without asking anybody', async t => {
  const { app, state } = await createFakeShop()
  t.after(() => app.close())
  const answer = await app.inject({ url: '/shop', headers: { 'x-deadline-ms': '0' } })
  assert.equal(answer.statusCode, 504)
  assert.match(answer.body, /took too long/)
  assert.deepEqual(state.calls, [])
})

test('a browser cannot say how important it is', async t => {
  const { app } = await lateShop(t, 400)
  const answer = await app.inject({ url: '/shop', headers: { 'x-importance': 'high' } })
  assert.equal(answer.statusCode, 503)
})
