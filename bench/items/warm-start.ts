import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createShopper, startShop, type RunningShop } from '../shop.ts'
import type { Bench, Item } from '../support/bench.ts'
import { median } from '../support/statistics.ts'

const secondsMax = 8

/** What somebody waits for who was here yesterday. */
export const warmStart: Item = {
  name: 'warm-start',
  about: 'npm start on existing data until the front page has come',
  async run(bench) {
    const home = join(bench.folder, 'warm-start-data')
    try {
      bench.tell('the first start, to have data')
      await start(bench, home)
      const seconds: number[] = []
      for (let run = 0; run < (bench.quick ? 1 : 3); run++) {
        bench.tell(`start ${run + 1}`)
        seconds.push(await start(bench, home))
      }
      const [slowest, middle] = [Math.max(...seconds), median(seconds)]
      return [
        { name: `median of ${seconds.length}`, value: middle, unit: 's', max: secondsMax },
        { name: 'slowest', value: slowest, unit: 's' }
      ]
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }
}

/** Seconds to the front page. */
async function start({ checkout }: Bench, home: string): Promise<number> {
  const startedAt = performance.now()
  const shop = await startShop({ command: ['npm', 'start', '--'], cwd: checkout, home })
  try {
    await seeFrontPage(shop)
    return (performance.now() - startedAt) / 1000
  } finally {
    await shop.stop()
  }
}

async function seeFrontPage({ url }: RunningShop): Promise<void> {
  const shopper = createShopper(url)
  try {
    const { status } = await shopper.get('/shop')
    if (status !== 200) throw new Error(`the front page answers ${status}`)
  } finally {
    await shopper.close()
  }
}
