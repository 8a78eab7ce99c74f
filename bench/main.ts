import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { wrongUse } from '../scripts/wrong-use.ts'
import { catalogue } from './items/catalogue.ts'
import { checkout as checkoutItem } from './items/checkout.ts'
import { client } from './items/client.ts'
import { clientDeadline } from './items/client-deadline.ts'
import { clientLayers } from './items/client-layers.ts'
import { clientPick } from './items/client-pick.ts'
import { clientRivals } from './items/client-rivals.ts'
import { firstOrder } from './items/first-order.ts'
import { memory } from './items/memory.ts'
import { oneProcess } from './items/one-process.ts'
import { page } from './items/page.ts'
import { stores } from './items/stores.ts'
import { warmStart } from './items/warm-start.ts'
import { weight } from './items/weight.ts'
import { startShop, type RunningShop } from './shop.ts'
import { choose, type Bench, type Item } from './support/bench.ts'
import { machineText, readMachine } from './support/machine.ts'
import { canMeasure } from './support/processes.ts'
import { holds, reportText, type Report } from './support/report.ts'

const items: readonly Item[] = [
  firstOrder,
  warmStart,
  memory,
  weight,
  page,
  checkoutItem,
  oneProcess,
  client,
  clientPick,
  clientDeadline,
  clientLayers,
  clientRivals,
  stores,
  catalogue
]

const help = `npm run bench -- [options] [name ...]

Measures a shop of its own, in a folder of its own, and holds it to its budgets.
On a busy machine the numbers say little.

${items.map(helpOf).join('\n')}

A name stands for all whose names begin with it: \`client\` for \`client-pick\` too.

  --quick   fewer and shorter runs, and no clone
  --json    prints the result as JSON; what goes on is told on stderr
  --help    prints this

The exit code is 0 when all budgets hold, 1 when one is missed or an item fails, 2 for a wrong option.
`

const checkout = join(import.meta.dirname, '..')
const { quick, json, wanted } = readArguments()
process.exitCode = await main()
// A connection that is kept alive, or a process that does not end, must not hold up the verdict.
process.exit()

async function main(): Promise<number> {
  const machine = readMachine(checkout)
  const folder = await mkdtemp(join(tmpdir(), 'microzon-bench-'))
  const shared = shareShop(join(folder, 'data'))
  if (!json) process.stdout.write(`${machineText(machine)}\n`)
  const reports: Report[] = []
  const end = async (): Promise<void> => {
    await shared.stop()
    await rm(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Shops that an item has for itself end when we do.
    process.once(signal, () => void end().finally(() => process.exit(1)))
  }
  try {
    for (const item of wanted) {
      const report = await measure(item, {
        checkout,
        quick,
        folder,
        shop: shared.shop,
        tell: text => void process.stderr.write(`  ${item.name}: ${text}\n`)
      })
      reports.push(report)
      if (!json) process.stdout.write(`${reportText(report)}\n`)
    }
  } finally {
    await end()
  }
  const ok = reports.every(holds)
  if (json)
    process.stdout.write(`${JSON.stringify({ machine, quick, ok, reports }, undefined, 2)}\n`)
  else process.stdout.write(ok ? 'All budgets hold.\n' : 'Not all budgets hold.\n')
  return ok ? 0 : 1
}

async function measure(item: Item, bench: Bench): Promise<Report> {
  const { name, about } = item
  try {
    const whyNot = await whyNotMeasured(item, bench)
    if (whyNot !== undefined) {
      return { item: name, about, measures: [], reason: whyNot, isSkip: true }
    }
    return { item: name, about, measures: await item.run(bench) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { item: name, about, measures: [], reason }
  }
}

function helpOf({ name, about, isLong = false }: Item): string {
  return `  ${name.padEnd(16)} ${about}${isLong ? '; only when named' : ''}`
}

async function whyNotMeasured(
  { needsProcesses = false, whyNot }: Item,
  bench: Bench
): Promise<string | undefined> {
  if (needsProcesses && !canMeasure) {
    return 'processes are looked into through /proc, which this system has not'
  }
  return whyNot?.(bench)
}

/** The shop that items share: started by the first that wants it, and ended by us in any case. */
function shareShop(home: string): { shop(): Promise<RunningShop>; stop(): Promise<void> } {
  const command = [process.execPath, join(checkout, 'packages', 'lab', 'src', 'start.ts')]
  let starting: Promise<RunningShop> | undefined
  const shop = (): Promise<RunningShop> =>
    (starting ??= startShop({ command, cwd: checkout, home }))
  const stop = async (): Promise<void> => {
    const running = await starting?.catch(() => undefined)
    await running?.stop()
  }
  return { shop, stop }
}

function readArguments(): {
  readonly quick: boolean
  readonly json: boolean
  readonly wanted: readonly Item[]
} {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' }
      }
    })
    if (values.help === true) {
      process.stdout.write(help)
      process.exit(0)
    }
    return { quick: values.quick, json: values.json, wanted: choose(items, positionals) }
  } catch (error) {
    return wrongUse('npm run bench', error)
  }
}
