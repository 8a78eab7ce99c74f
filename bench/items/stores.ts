import { createShopper, register, type Shopper } from '../shop.ts'
import type { Bench, Item } from '../support/bench.ts'
import { addOrders, customerOf } from '../many-orders.ts'
import { figures, growth, lookAround, type Times, type Visitor } from '../support/look-around.ts'
import { openSystems, whyNoServers, type System } from '../systems.ts'
import { buyOne, findShelf } from '../support/visits.ts'

const large = { products: 100_000, orders: 1_000_000, rounds: 300, purchases: 40 }
const small = { products: 5_000, orders: 20_000, rounds: 60, purchases: 10 }
/** Of the shopper who looks into the history. */
const ownOrders = 1_000

/** The same shop twice, with much in it: on the lab's embedded stores, and on the real ones. */
export const stores: Item = {
  name: 'stores',
  about:
    'pages of a shop with 100,000 products and 1,000,000 orders, on SQLite | MySQL and MongoDB',
  isLong: true,
  whyNot: whyNoServers,
  async run(bench) {
    const { quick, tell } = bench
    const size = quick ? small : large
    const systems = await openSystems(bench)
    const visitors: (Visitor & { readonly system: System })[] = []
    try {
      for (const system of systems) visitors.push(await enter(system))
      tell('measuring with the shop’s own catalogue')
      const before = await lookAround(visitors, size.rounds)
      for (const { system, shopper } of visitors) await fill(bench, { system, shopper, size })
      for (const [index, { system, shopper }] of visitors.entries()) {
        visitors[index] = { system, shopper, shelf: await findShelf(shopper) }
      }
      tell('measuring with all of it')
      const after = await lookAround(visitors, size.rounds)
      const purchases = await measurePurchases(visitors, size.purchases)
      return [...figures(after), ...figures(purchases), ...growth(before, after, '500 products')]
    } finally {
      await Promise.all(visitors.map(({ shopper }) => shopper.close()))
      await Promise.all(systems.map(system => system.stop()))
    }
  }
}

async function enter(system: System): Promise<Visitor & { readonly system: System }> {
  const shopper = createShopper(system.shop.url)
  await register(shopper)
  const shelf = await findShelf(shopper)
  await buyOne(shopper)
  return { system, shopper, shelf }
}

async function fill(
  { tell }: Bench,
  {
    system,
    shopper,
    size
  }: { readonly system: System; readonly shopper: Shopper; readonly size: typeof large }
): Promise<void> {
  const { name } = system
  tell(`${name}: ${size.products} products`)
  await system.populate(size.products)
  tell(`${name}: ${size.orders} orders`)
  const customerId = await customerOf(system.billingUrl, await lastOrderOf(shopper))
  await addOrders(system.billingUrl, {
    count: size.orders,
    own: { customerId, count: ownOrders },
    onProgress: done => tell(`${name}: ${done} orders`)
  })
}

async function lastOrderOf(shopper: Shopper): Promise<string> {
  const { text } = await shopper.get('/shop/orders')
  const [, id] = /\/shop\/orders\/([\w-]{20,})/.exec(text) ?? []
  if (id === undefined) throw new Error('the order that was placed is in no history')
  return id
}

async function measurePurchases(visitors: readonly Visitor[], rounds: number): Promise<Times> {
  const times = visitors.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { shopper }] of visitors.entries()) {
      times[index]?.push(await buyOne(shopper))
    }
  }
  return new Map([['checkout', times]])
}
