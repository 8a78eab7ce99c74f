import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { delimiter, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { buy, createShopper, register, startShop, type RunningShop } from '../shop.ts'
import type { Bench, Item } from '../support/bench.ts'

const secondsMax = 60

/** What somebody waits for who has just found the repository. */
export const firstOrder: Item = {
  name: 'first-order',
  about:
    'a fresh clone, npm start, and a purchase through the forms (npm has fetched all packages before)',
  async run(bench) {
    const home = join(bench.folder, 'first-order-data')
    const clone = bench.quick ? undefined : join(bench.folder, 'clone')
    const cloneMs = clone === undefined ? undefined : await timed(() => cloneTo(clone, bench))
    const startedAt = performance.now()
    const shop = await startShop({
      command: ['npm', 'start', '--'],
      cwd: clone ?? bench.checkout,
      home,
      env: environmentOfStranger()
    })
    try {
      await buyFirst(shop)
      const tookMs = performance.now() - startedAt
      return [
        ...(cloneMs === undefined ? [] : [{ name: 'git clone', value: cloneMs / 1000, unit: 's' }]),
        {
          name: clone === undefined ? 'npm start, installed before' : 'npm start, with installing',
          value: shop.startMs / 1000,
          unit: 's'
        },
        { name: 'to the first paid order', value: tookMs / 1000, unit: 's', max: secondsMax }
      ]
    } finally {
      await shop.stop()
      await rm(home, { recursive: true, force: true })
      if (clone !== undefined) await rm(clone, { recursive: true, force: true })
    }
  }
}

async function buyFirst({ url }: RunningShop): Promise<void> {
  const shopper = createShopper(url)
  try {
    await register(shopper)
    await buy(shopper)
  } finally {
    await shopper.close()
  }
}

async function cloneTo(folder: string, { checkout, tell }: Bench): Promise<void> {
  tell('cloning and installing')
  await promisify(execFile)('git', ['clone', '--quiet', checkout, folder], { timeout: 60_000 })
}

/** Without what npm tells its scripts, and without the Node that this checkout has fetched for itself. */
function environmentOfStranger(): Readonly<Record<string, string | undefined>> {
  const isOurs = (name: string): boolean =>
    /^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix)|INIT_CWD$|NODE$)/.test(
      name
    )
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes(`${sep}.runtime${sep}`) && !folder.includes('node-gyp-bin'))
    .filter(folder => !folder.endsWith(join('node_modules', '.bin')))
  const kept = Object.entries(process.env).filter(([name]) => !isOurs(name))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
