import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from './app.ts'
import { stockOf } from './contract/store.ts'
import { draftOf } from './fixtures.ts'

const minutes = 60_000

test('reserves for fifteen minutes, confirms, and gives nothing back after that', async t => {
  const { billing, products, save } = await openApp(t, { clock: () => 1_000 })
  const [id = ''] = await save(draftOf())
  const body = orderOf('o-1', [lineOf(id, 2), lineOf(id, 1)])
  const reserved = await billing('POST', '/reservations', body)
  assert.deepEqual(
    [reserved.status, reserved.body],
    [201, { orderId: 'o-1', expiresAt: 1_000 + 15 * minutes }]
  )
  assert.deepEqual(await stockOf(products, id), [7])
  for (let time = 0; time < 2; time += 1) {
    const confirmed = await billing('POST', '/reservations/o-1/confirm', {})
    assert.deepEqual([confirmed.status, confirmed.body], [200, { orderId: 'o-1' }])
  }
  const released = await billing('DELETE', '/reservations/o-1')
  assert.deepEqual([released.status, released.body['code']], [409, 'RESERVATION_CONFIRMED'])
  assert.deepEqual(await stockOf(products, id), [7])
})

test('gives a reservation back as often as it is asked to', async t => {
  const { billing, products, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  await billing('POST', '/reservations', orderOf('o-1', [lineOf(id, 2)]))
  for (let time = 0; time < 2; time += 1) {
    assert.equal((await billing('DELETE', '/reservations/o-1')).status, 204)
  }
  assert.equal((await billing('DELETE', '/reservations/never')).status, 204)
  assert.deepEqual(await stockOf(products, id), [10])
})

test('tells what is left when there is not enough, and takes nothing', async t => {
  const { billing, products, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  const lines = [lineOf(id, 11), lineOf('gone', 1)]
  const { status, body } = await billing('POST', '/reservations', orderOf('o-1', lines))
  assert.deepEqual([status, body['code']], [409, 'OUT_OF_STOCK'])
  assert.deepEqual(body['details'], {
    lines: [
      { productId: 'gone', option: 'Paperback', available: 0 },
      { productId: id, option: 'Paperback', available: 10 }
    ]
  })
  assert.deepEqual(await stockOf(products, id), [10])
})

test('the same key reserves once, another key makes it last longer', async t => {
  let now = 0
  const { billing, products, save } = await openApp(t, { clock: () => now })
  const [id = ''] = await save(draftOf())
  const body = orderOf('o-1', [lineOf(id, 2)])
  const first = await billing('POST', '/reservations', body, 'key-of-this-test-1')
  now = minutes
  const replayed = await billing('POST', '/reservations', body, 'key-of-this-test-1')
  assert.deepEqual(replayed.body, first.body)
  assert.equal(replayed.headers['idempotency-replayed'], 'true')
  const extended = await billing('POST', '/reservations', body)
  assert.deepEqual(extended.body['expiresAt'], 16 * minutes)
  assert.deepEqual(await stockOf(products, id), [8])
})

test('refuses other lines for the same order', async t => {
  const { billing, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  await billing('POST', '/reservations', orderOf('o-1', [lineOf(id, 2)]))
  const { status, body } = await billing('POST', '/reservations', orderOf('o-1', [lineOf(id, 3)]))
  assert.deepEqual([status, body['code']], [409, 'RESERVATION_MISMATCH'])
})

test('confirms no reservation that there never was', async t => {
  const { billing } = await openApp(t)
  const { status, body } = await billing('POST', '/reservations/never/confirm')
  assert.deepEqual([status, body['code']], [404, 'RESERVATION_NOT_FOUND'])
})

test('an expired reservation is confirmed when there is stock, and refused when not', async t => {
  const { billing, products, save } = await openApp(t, { clock: () => 0 })
  const [id = ''] = await save(draftOf())
  await billing('POST', '/reservations', orderOf('o-1', [lineOf(id, 6)]))
  await products.expireReservations(15 * minutes, 10)
  await billing('POST', '/reservations', orderOf('o-2', [lineOf(id, 6)]))
  const refused = await billing('POST', '/reservations/o-1/confirm')
  assert.deepEqual([refused.status, refused.body['code']], [409, 'OUT_OF_STOCK'])
  await billing('DELETE', '/reservations/o-2')
  assert.equal((await billing('POST', '/reservations/o-1/confirm')).status, 200)
  assert.deepEqual(await stockOf(products, id), [4])
})

test('refuses what cannot be an order', async t => {
  const { billing, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  const bad = [
    {},
    orderOf('', [lineOf(id, 1)]),
    orderOf('o'.repeat(65), [lineOf(id, 1)]),
    orderOf('o 1', [lineOf(id, 1)]),
    orderOf('o', []),
    orderOf(
      'o',
      Array.from({ length: 51 }, () => lineOf(id, 1))
    ),
    orderOf('o', [lineOf(id, 0)]),
    orderOf('o', [lineOf(id, 100)]),
    orderOf('o', [lineOf(id, 1.5)]),
    orderOf('o', [{ ...lineOf(id, 1), price: 1 }]),
    { ...orderOf('o', [lineOf(id, 1)]), expiresAt: 1 }
  ]
  for (const body of bad) {
    const answer = await billing('POST', '/reservations', body)
    assert.deepEqual([answer.status, answer.body['code']], [400, 'VALIDATION_FAILED'])
  }
})

test('lets nobody but billing reserve, and needs a key', async t => {
  const { app, runtime, staff } = await openApp(t)
  const body = orderOf('o', [lineOf('x', 1)])
  const routes = [
    ['POST', '/reservations'],
    ['POST', '/reservations/o/confirm'],
    ['DELETE', '/reservations/o']
  ] as const
  for (const [method, url] of routes) {
    const payload = method === 'POST' ? body : undefined
    const headers = runtime.headers({ caller: 'web', idempotencyKey: 'key-of-this-test-3' })
    const request = { method, url, headers, ...(payload && { payload }) }
    assert.equal((await app.inject(request)).statusCode, 403)
    assert.equal((await staff(method, url, payload)).status, 403)
  }
  const headers = runtime.headers({ caller: 'billing' })
  const keyless = { method: 'POST', url: '/reservations', headers, payload: body } as const
  assert.equal((await app.inject(keyless)).json()['code'], 'IDEMPOTENCY_KEY_MISSING')
})

function orderOf(orderId: string, lines: readonly object[]): object {
  return { orderId, lines }
}

function lineOf(productId: string, amount: number): object {
  return { productId, option: 'Paperback', amount }
}
