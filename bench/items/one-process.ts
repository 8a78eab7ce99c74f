import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabProcess, RunningShop } from '../shop.ts'
import type { Bench, Item } from '../support/bench.ts'
import { load } from '../support/load.ts'
import { findPage, type PageRequest } from '../support/page.ts'
import { cpuSeconds } from '../support/processes.ts'
import { median } from '../support/statistics.ts'

const timesMax = 5
const timesGoal = 4
const readyMsMax = 20_000
/** The processes that the page passes through; the others watch and listen. */
const onTheWay = /^(edge|web|product|cart)-\d+$/

/** What the parting into services costs: CPU is compared, which the other load of a machine changes least. */
export const oneProcess: Item = {
  name: 'one-process',
  about:
    "the same product's page through edge, web, product and cart, and from one process over the same stores",
  needsProcesses: true,
  async run(bench) {
    const shop = await bench.shop()
    const request = await findPage(shop)
    const single = await startSingle(bench, shop)
    try {
      const page = `${single.url}${request.path}`
      await assertSame([`${shop.url}${request.path}`, page], request)
      return await compare(bench, { shop, single, request })
    } finally {
      single.child.kill('SIGKILL')
    }
  }
}

type Single = { readonly url: string; readonly child: ChildProcess }

type Note = { readonly tracesUrl: string; readonly logsUrl: string }

/** CPU milliseconds of one page. */
type Pair = {
  readonly parted: number
  readonly whole: number
  readonly alone: number
  readonly ratio: number
}

type Compared = {
  readonly shop: RunningShop
  readonly single: Single
  readonly request: PageRequest
}

async function compare(
  { quick, tell }: Bench,
  { shop, single, request }: Compared
): ReturnType<Item['run']> {
  const { path, headers } = request
  const processes = await shop.processes()
  const lab = pidsOf(processes)
  const way = pidsOf(processes.filter(({ name }) => onTheWay.test(name)))
  const seconds = quick ? 1 : 5
  /** CPU milliseconds of one page, by groups of processes. */
  const costs = async (
    url: string,
    groups: readonly (readonly number[])[]
  ): Promise<readonly number[]> => {
    const before = groups.map(cpuSeconds)
    const { requests, failures } = await load({ url: `${url}${path}`, headers, seconds })
    if (failures > 0) throw new Error(`${failures} of ${requests} pages from ${url} have failed`)
    return groups.map(
      (group, index) => ((cpuSeconds(group) - (before[index] ?? 0)) / requests) * 1000
    )
  }
  const pairs: Pair[] = []
  for (let pair = 0; pair <= (quick ? 2 : 6); pair++) {
    tell(pair === 0 ? 'warming up' : `pair ${pair}`)
    const [parted = NaN, whole = NaN] = await costs(shop.url, [way, lab])
    const [alone = NaN] = await costs(single.url, [[single.child.pid ?? 0]])
    // The first pair compiles what the others run.
    if (pair > 0) pairs.push({ parted, whole, alone, ratio: parted / alone })
  }
  const middle = (pick: (pair: Pair) => number): number => median(pairs.map(pick))
  return [
    {
      name: 'edge, web, product, cart: CPU',
      value: middle(({ parted }) => parted),
      unit: 's per 1000'
    },
    { name: 'the whole lab: CPU', value: middle(({ whole }) => whole), unit: 's per 1000' },
    { name: 'one process: CPU', value: middle(({ alone }) => alone), unit: 's per 1000' },
    {
      name: `median ratio of ${pairs.length} pairs`,
      value: middle(({ ratio }) => ratio),
      unit: 'times',
      max: timesMax,
      goal: timesGoal
    },
    { name: 'lowest ratio', value: Math.min(...pairs.map(({ ratio }) => ratio)), unit: 'times' },
    { name: 'highest ratio', value: Math.max(...pairs.map(({ ratio }) => ratio)), unit: 'times' }
  ]
}

function pidsOf(processes: readonly LabProcess[]): readonly number[] {
  return processes.map(({ pid }) => pid)
}

/**
 * Resolves when it listens; it ends when we do. It writes spans and logs to the lab, as each of the lab's
 * processes.
 */
function startSingle({ checkout }: Bench, { home }: RunningShop): Promise<Single> {
  const note = JSON.parse(readFileSync(join(home, 'control.json'), 'utf8')) as Note
  const settings = { PORT: '0', ZIPKIN_URL: note.tracesUrl, LOG_URL: note.logsUrl }
  const child = fork(join(checkout, 'bench', 'single.ts'), [home], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...settings }
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error('the single process did not listen in time'))
    }, readyMsMax)
    child.once('exit', code => reject(new Error(`the single process ended with ${code}`)))
    child.once('message', message => {
      clearTimeout(timer)
      resolve({ url: `http://127.0.0.1:${(message as { port: number }).port}`, child })
    })
  })
}

/** Comparing is only fair where both send the same bytes, but for what is random. */
async function assertSame(urls: readonly string[], { headers }: PageRequest): Promise<void> {
  const pages = await Promise.all(
    urls.map(async url => {
      const answer = await fetch(url, { headers: { ...headers } })
      if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`)
      return withoutRandom(await answer.text(), answer.headers.get('x-correlation-id') ?? '-')
    })
  )
  if (pages[0] !== pages[1]) throw new Error('the two pages differ, so they cannot be compared')
}

function withoutRandom(page: string, correlationId: string): string {
  return page.replaceAll(correlationId, '').replaceAll(/name="_csrf" value="[^"]*"/g, '')
}
