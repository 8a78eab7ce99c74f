import { buy, createShopper, register } from '../shop.ts'
import type { Item } from '../support/bench.ts'
import { memoryMb, sum } from '../support/processes.ts'

const megabytesMax = 900

/** What the lab takes from whoever runs it beside an editor and a browser. */
export const memory: Item = {
  name: 'memory',
  about: 'the proportional share (PSS) of each process, one instance each, after one purchase',
  needsProcesses: true,
  async run(bench) {
    const shop = await bench.shop()
    const shopper = createShopper(shop.url)
    try {
      await register(shopper)
      await buy(shopper)
    } finally {
      await shopper.close()
    }
    const processes = await shop.processes()
    const measured = processes.map(({ name, pid }) => ({ name, value: memoryMb(pid), unit: 'MB' }))
    const total = sum(measured.map(({ value }) => value))
    return [...measured, { name: 'in all', value: total, unit: 'MB', max: megabytesMax }]
  }
}
