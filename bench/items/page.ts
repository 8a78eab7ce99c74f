import type { Item } from '../support/bench.ts'
import { load } from '../support/load.ts'
import { findPage } from '../support/page.ts'
import { cpuSeconds } from '../support/processes.ts'

/** The page that is asked for most, with a cart in the session, through edge, web, product and cart. */
export const page: Item = {
  name: 'page',
  about: "a product's page by 8 connections, each again as soon as it is answered",
  needsProcesses: true,
  async run({ shop: findShop, quick, tell }) {
    const shop = await findShop()
    const pids = (await shop.processes()).map(({ pid }) => pid)
    const { path, headers } = await findPage(shop)
    const url = `${shop.url}${path}`
    tell('warming up')
    await load({ url, headers, seconds: quick ? 1 : 5 })
    tell('measuring')
    const before = cpuSeconds(pids)
    const { perSecond, p50Ms, p99Ms, requests, failures } = await load({
      url,
      headers,
      seconds: quick ? 3 : 15
    })
    const cpu = cpuSeconds(pids) - before
    return [
      { name: 'throughput', value: perSecond, unit: 'pages/s' },
      { name: 'latency p50', value: p50Ms, unit: 'ms' },
      { name: 'latency p99', value: p99Ms, unit: 'ms' },
      { name: 'CPU of the whole lab', value: (cpu / requests) * 1000, unit: 's per 1000' },
      { name: 'failed', value: failures, unit: `of ${requests}`, max: 0 }
    ]
  }
}
