import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext } from '@microzon/shared/telemetry'
import { createTestRuntime } from '@microzon/shared/testing'
import { createCompleter } from '../src/completer.ts'
import { openOrderStore } from '../src/store/sql-order-store.ts'
import { createShop } from './fixtures.ts'
import { now, received } from './orders.ts'

test('finishes an order in the trace that it came with, in nobody\u2019s name', async t => {
  const clock = () => now + 20_000
  const store = await openOrderStore({ url: 'sqlite::memory:', clock })
  t.after(() => store.close())
  const shop = createShop()
  const contexts: ReturnType<typeof currentContext>[] = []
  const { price } = shop.catalog
  shop.catalog.price = lines => {
    contexts.push(currentContext())
    return price(lines)
  }
  await store.orders.add(received())
  const { cart, catalog, payment } = shop
  const ports = { ...store, clock, cart, catalog, payment }
  await createCompleter(ports, createTestRuntime('billing'))()
  assert.equal((await store.orders.find(received().id))?.state, 'CONFIRMED')
  assert.equal(contexts[0]?.correlationId, received().correlationId)
  assert.equal(contexts[0]?.span?.traceId, received().correlationId)
  assert.equal(contexts[0]?.customerToken, undefined)
})

test('logs what cannot be finished, and what is stuck, without its secrets', async t => {
  const clock = () => now + 400_000
  const store = await openOrderStore({ url: 'sqlite::memory:', clock })
  t.after(() => store.close())
  const runtime = createTestRuntime('billing')
  const { cart, catalog, payment } = createShop()
  cart.release = async () => ({ kind: 'later' })
  const { freeze } = cart
  cart.freeze = order =>
    order.id === 'odd' ? Promise.reject(new RangeError('odd sum')) : freeze(order)
  await store.orders.add(received())
  await store.orders.add(received({ id: 'odd', key: 'another-key-0123' }))
  await createCompleter({ ...store, clock, cart, catalog, payment }, runtime)()
  const lines = runtime
    .logLines()
    .map(({ level, order, state, msg }) => ({ level, order, state, msg }))
  assert.deepEqual(
    lines.toSorted((left, right) => (String(left.level) < String(right.level) ? -1 : 1)),
    [
      {
        ...{ level: 'error', order: 'odd', state: undefined },
        msg: 'an order cannot be finished'
      },
      {
        ...{ level: 'warn', order: received().id, state: 'COMPENSATING' },
        msg: 'an order makes no progress'
      }
    ]
  )
  assert.doesNotMatch(JSON.stringify(runtime.logLines()), /tok_secret|St James/)
})
