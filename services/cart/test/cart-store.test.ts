import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { eachDatabase } from '@microzon/shared/testing'
import { createCart, itemCountOf, type Cart, type Line } from '../src/domain/cart.ts'
import { freezeCart, settleCart } from '../src/domain/checkouts.ts'
import { freezeMs } from '../src/domain/checkout.ts'
import { addItem, mergeInto, openCart, removeItem } from '../src/domain/use-cases.ts'
import { createCartDatabase, type CartDatabase } from '../src/store/cart-database.ts'
import type { CartSchema } from '../src/store/schema.ts'
import { createFakeCatalog } from './fixtures.ts'

type Open = Parameters<Parameters<typeof eachDatabase>[1]>[1]

const now = Date.UTC(2026, 0, 1)
const dayMs = 24 * 60 * 60_000

async function openStore(
  open: Open,
  clock: { readonly now: number } = { now }
): Promise<CartDatabase & { count(table: Table): Promise<number> }> {
  const database = await open<CartSchema>()
  const store = await createCartDatabase(database, () => clock.now)
  return {
    ...store,
    async count(table) {
      const { count } = await database.kysely
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    }
  }
}

type Table = 'cart' | 'cart_line' | 'checkout'

const many = createFakeCatalog(
  Array.from({ length: 60 }, (_, index) => ({
    id: `p${index}`,
    name: `Product ${index}`,
    picture: undefined,
    options: [{ name: 'one', priceCents: 100, stock: 1_000 }]
  }))
)

async function add(
  store: CartDatabase,
  cartId: string,
  item: { readonly productId: string; readonly amount?: number; readonly customerId?: string }
): Promise<void> {
  const { productId, amount = 1, customerId } = item
  const products = await many.find([productId])
  await store.transact(carts =>
    addItem(
      carts,
      { cartId, customerId, now },
      { id: randomUUID(), productId, productOption: 'one', amount, products }
    )
  )
}

async function cartIn(store: CartDatabase, customerId?: string): Promise<Cart> {
  const fresh = { id: randomUUID(), customerId, now }
  return store.transact(carts => openCart(carts, fresh))
}

async function read(store: CartDatabase, cartId: string): Promise<Cart> {
  const cart = await store.carts.find(cartId)
  assert.ok(cart)
  return cart
}

const lineOf = (more: Partial<Line>): Line => ({
  id: randomUUID(),
  productId: 'p1',
  productOption: 'one',
  amount: 1,
  name: 'Product',
  optionName: undefined,
  ...more
})

eachDatabase('gives back what was saved, in the order it was added', async (_t, open) => {
  const store = await openStore(open)
  const { id } = await cartIn(store)
  const lines = [
    lineOf({ productId: 'p2', name: 'Grüner Tee 🍵 \u2019"<', optionName: '100 g' }),
    lineOf({ productId: 'p1', amount: 99, productOption: '日本' }),
    lineOf({ productId: 'p3' })
  ]
  await store.transact(async carts => {
    const before = await carts.lock(id)
    assert.ok(before)
    await carts.save({ ...before, lines, version: 2 }, before)
  })
  assert.deepEqual((await read(store, id)).lines, lines)

  const [first, second, third] = lines
  assert.ok(first && second && third)
  const after = [third, { ...first, amount: 7 }, lineOf({ productId: 'p4' })]
  await store.transact(async carts => {
    const before = await carts.lock(id)
    assert.ok(before)
    assert.deepEqual(before.lines, lines)
    await carts.save({ ...before, lines: after, version: 3 }, before)
  })
  const cart = await read(store, id)
  assert.equal(cart.version, 3)
  assert.deepEqual(
    cart.lines.map(({ productId, amount }) => [productId, amount]),
    [
      ['p2', 7],
      ['p3', 1],
      ['p4', 1]
    ]
  )
})

eachDatabase('keeps every state of a cart', async (_t, open) => {
  const store = await openStore(open)
  const freeze = { checkoutId: 'checkout', expiresAt: now + 5 }
  const carts: readonly Cart[] = [
    { ...createCart('guest', undefined), version: 7 },
    { ...createCart('frozen', 'ada'), state: 'frozen', freeze },
    { ...createCart('ordered', 'ada'), state: 'ordered' },
    { ...createCart('merged', 'ada'), state: 'merged', mergedInto: 'frozen' }
  ]
  await store.transact(async writer => {
    for (const cart of carts) assert.equal(await writer.insert(cart), true)
  })
  for (const cart of carts) assert.deepEqual(await read(store, cart.id), cart)
  assert.equal((await store.carts.findCurrent('ada'))?.id, 'frozen')
  assert.equal(await store.carts.findCurrent('eve'), undefined)
  assert.equal(await store.carts.find('nothing'), undefined)
})

eachDatabase('work that throws leaves nothing behind', async (_t, open) => {
  const store = await openStore(open)
  const { id } = await cartIn(store)
  await assert.rejects(
    store.transact(async carts => {
      const before = await carts.lock(id)
      assert.ok(before)
      await carts.save({ ...before, lines: [lineOf({})], version: 2 }, before)
      throw new Error('too late')
    }),
    /too late/
  )
  assert.deepEqual((await read(store, id)).lines, [])
})

eachDatabase('a customer who comes ten times at once gets one cart', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  const opened = await Promise.all(
    Array.from({ length: 10 }, (_, index) => cartIn(index % 2 === 0 ? one : other, 'ada'))
  )
  assert.equal(new Set(opened.map(({ id }) => id)).size, 1)
  assert.equal(await one.count('cart'), 1)
  assert.equal((await one.carts.findCurrent('ada'))?.id, opened[0]?.id)
})

// O9: the original read the last position and wrote the next one: two who added at once collided.
eachDatabase('of what two instances add at once nothing is lost', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  const { id } = await cartIn(one)
  const adding = Array.from({ length: 40 }, (_, index) =>
    add(index % 2 === 0 ? one : other, id, { productId: `p${index % 4}` })
  )
  await Promise.all(adding)
  const cart = await read(one, id)
  assert.deepEqual(
    cart.lines.map(({ amount }) => amount),
    [10, 10, 10, 10]
  )
  assert.equal(cart.version, 41)
})

eachDatabase('two instances never fill a cart beyond 50 lines', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  const { id } = await cartIn(one)
  for (let index = 0; index < 45; index++) await add(one, id, { productId: `p${index}` })
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) =>
      add(index % 2 === 0 ? one : other, id, { productId: `p${48 + index}` })
    )
  )
  const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
  assert.deepEqual(
    refused.map(error => error.code),
    Array(7).fill('CART_LINE_LIMIT')
  )
  assert.equal((await read(one, id)).lines.length, 50)
})

eachDatabase('a merge that is sent ten times doubles nothing', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  const guest = await cartIn(one)
  const own = await cartIn(one, 'ada')
  await add(one, guest.id, { productId: 'p1', amount: 3 })
  await add(one, own.id, { productId: 'p1', amount: 2, customerId: 'ada' })
  const access = { cartId: own.id, customerId: 'ada', now }
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? one : other).transact(carts => mergeInto(carts, access, guest.id))
    )
  )
  const merged = await read(one, own.id)
  assert.equal(itemCountOf(merged), 5)
  assert.equal(merged.version, 3)
  assert.partialDeepStrictEqual(await read(one, guest.id), {
    state: 'merged',
    mergedInto: own.id,
    customerId: 'ada'
  })
})

eachDatabase('carts that are merged crosswise do not wait for each other', async (_t, open) => {
  const store = await openStore(open)
  const [left, right] = [await cartIn(store, 'ada'), await cartIn(store, 'bob')]
  const guests = await Promise.all([cartIn(store), cartIn(store)])
  for (const { id } of guests) await add(store, id, { productId: 'p1' })
  const results = await Promise.allSettled(
    guests.flatMap(guest =>
      [left, right].map(target => {
        const access = { cartId: target.id, customerId: target.customerId ?? '', now }
        return store.transact(carts => mergeInto(carts, access, guest.id))
      })
    )
  )
  // Each guest's cart goes to whoever was first, and the other is told.
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 2)
  const counts = await Promise.all(
    [left, right].map(async ({ id }) => itemCountOf(await read(store, id)))
  )
  assert.equal(counts[0]! + counts[1]!, 2)
})

eachDatabase('of two checkouts at once one gets the cart', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  const { id: cartId } = await cartIn(one, 'ada')
  await add(one, cartId, { productId: 'p1', customerId: 'ada' })
  const request = { cartId, expectedVersion: 2, customerId: 'ada', now }
  const results = await Promise.allSettled(
    ['first', 'second'].map((checkoutId, index) =>
      (index === 0 ? one : other).transact(carts => freezeCart(carts, { ...request, checkoutId }))
    )
  )
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  const cart = await read(one, cartId)
  const held = results.find(result => result.status === 'fulfilled')?.value
  assert.equal(cart.freeze?.checkoutId, held?.checkoutId)
})

eachDatabase('a checkout keeps its snapshot to its end', async (_t, open) => {
  const store = await openStore(open)
  const { id: cartId } = await cartIn(store, 'ada')
  await add(store, cartId, { productId: 'p1', amount: 2, customerId: 'ada' })
  const request = { cartId, checkoutId: 'checkout', expectedVersion: 2, customerId: 'ada', now }
  const first = await store.transact(carts => freezeCart(carts, request))
  await assert.rejects(add(store, cartId, { productId: 'p2', customerId: 'ada' }), {
    code: 'CART_FROZEN'
  })
  const again = await store.transact(carts => freezeCart(carts, request))
  assert.deepEqual(again, first)
  const end = { cartId, checkoutId: 'checkout', now }
  await store.transact(carts => settleCart(carts, { ...end, outcome: 'ordered' }))
  await store.transact(carts => settleCart(carts, { ...end, outcome: 'released' }))
  assert.equal((await read(store, cartId)).state, 'ordered')
  assert.notEqual((await cartIn(store, 'ada')).id, cartId)
})

eachDatabase('more time is given to who holds a cart, and to nobody else', async (_t, open) => {
  const store = await openStore(open)
  const { id: cartId } = await cartIn(store, 'ada')
  await add(store, cartId, { productId: 'p1', customerId: 'ada' })
  const request = { cartId, checkoutId: 'checkout', expectedVersion: 2, customerId: 'ada', now }
  await store.transact(carts => freezeCart(carts, request))
  const until = async (): Promise<number | undefined> =>
    (await read(store, cartId)).freeze?.expiresAt

  await store.renewFreeze({ cartId, checkoutId: 'other' }, { now, expiresAt: 1 })
  assert.equal(await until(), now + freezeMs)
  await store.renewFreeze({ cartId, checkoutId: 'checkout' }, { now, expiresAt: now + 1 })
  assert.equal(await until(), now + 1)
  const late = { now: now + 1, expiresAt: now + freezeMs }
  await store.renewFreeze({ cartId, checkoutId: 'checkout' }, late)
  assert.equal(await until(), now + 1)
})

eachDatabase('sweeps what is over, and never the cart of a customer', async (_t, open) => {
  const clock = { now }
  const store = await openStore(open, clock)
  const own = await cartIn(store, 'ada')
  await add(store, own.id, { productId: 'p1', customerId: 'ada' })
  const left = await cartIn(store)
  await add(store, left.id, { productId: 'p1' })
  const merged = await cartIn(store)
  await store.transact(carts =>
    mergeInto(carts, { cartId: own.id, customerId: 'ada', now }, merged.id)
  )
  const end = { cartId: own.id, checkoutId: 'never came', outcome: 'released' as const, now }
  await store.transact(carts => settleCart(carts, end))

  await store.sweep()
  assert.deepEqual([await store.count('cart'), await store.count('checkout')], [3, 1])
  clock.now = now + 20 * dayMs
  const [line] = (await read(store, left.id)).lines
  const access = { cartId: left.id, customerId: undefined, now: clock.now }
  await store.transact(carts => removeItem(carts, access, line?.id ?? ''))
  clock.now = now + 31 * dayMs
  await store.sweep()
  assert.deepEqual([await store.count('cart'), await store.count('checkout')], [2, 0])
  clock.now = now + 400 * dayMs
  await store.sweep()
  assert.equal(await store.count('cart'), 1)
  assert.equal(await store.count('cart_line'), 1)
  assert.equal((await store.carts.findCurrent('ada'))?.id, own.id)
})
