import { buy, createShopper, register, type RunningShop, type Shopper } from '../shop.ts'
import type { Item } from '../support/bench.ts'
import { fillShelves } from '../support/shelves.ts'
import { cpuSeconds } from '../support/processes.ts'
import { percentile } from '../support/statistics.ts'

const shoppersMax = 4
const productsMax = 8

type Journeys = {
  readonly orders: readonly string[]
  readonly tookMs: readonly number[]
  readonly failures: readonly string[]
}

/** From the front page to the order's page, with every service in it. */
export const checkout: Item = {
  name: 'checkout',
  about: `purchases by ${shoppersMax} customers who are logged in, from the front page to the order's page`,
  needsProcesses: true,
  async run(bench) {
    const { quick, tell } = bench
    const shop = await bench.shop()
    const pids = (await shop.processes()).map(({ pid }) => pid)
    await fillShelves(bench, shop)
    const shoppers = await enter(shop)
    try {
      tell('warming up')
      await buyFor(shoppers, quick ? 0 : 3)
      tell('measuring')
      const [before, startedAt] = [cpuSeconds(pids), performance.now()]
      const { orders, tookMs, failures } = await buyFor(shoppers, quick ? 3 : 15)
      const seconds = (performance.now() - startedAt) / 1000
      const cpu = cpuSeconds(pids) - before
      if (failures[0] !== undefined) tell(failures[0])
      return [
        { name: 'throughput', value: orders.length / seconds, unit: 'orders/s' },
        { name: 'latency p50', value: percentile(tookMs, 0.5), unit: 'ms' },
        { name: 'latency p99', value: percentile(tookMs, 0.99), unit: 'ms' },
        { name: 'CPU of the whole lab', value: (cpu / orders.length) * 1000, unit: 's per 1000' },
        { name: 'failed', value: failures.length, unit: `of ${tookMs.length}`, max: 0 },
        { name: 'doubled', value: orders.length - new Set(orders).size, unit: '', max: 0 }
      ]
    } finally {
      await Promise.all(shoppers.map(shopper => shopper.close()))
    }
  }
}

async function enter({ url }: RunningShop): Promise<readonly Shopper[]> {
  const shoppers = Array.from({ length: shoppersMax }, () => createShopper(url))
  await Promise.all(shoppers.map(shopper => register(shopper)))
  return shoppers
}

/** Each buys again and again until the time is over; everyone at least once. */
async function buyFor(shoppers: readonly Shopper[], seconds: number): Promise<Journeys> {
  const until = performance.now() + seconds * 1000
  const found = { orders: [] as string[], tookMs: [] as number[], failures: [] as string[] }
  await Promise.all(
    shoppers.map(async (shopper, index) => {
      // Each something else, as people do.
      let nth = index
      do {
        const startedAt = performance.now()
        await buy(shopper, nth++ % productsMax).then(
          id => found.orders.push(id),
          (error: unknown) => found.failures.push(String(error).slice(0, 300))
        )
        found.tookMs.push(performance.now() - startedAt)
      } while (performance.now() < until)
    })
  )
  return found
}
