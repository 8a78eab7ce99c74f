// Measures the client of a target with 10 and with 10,000 endpoints, and sends the figures to its parent. A
// process of its own, so that nothing else is in its heap. `bench/items/client-pick.ts` starts it, with
// `--expose-gc`; its argument is the number of rounds.
import process from 'node:process'
import { pickUntried, type ServiceClientOptions } from '@microzon/shared/client'
import { createClient, request } from './support/callers.ts'
import { endpointAt } from './support/peers.ts'
import { median } from './support/statistics.ts'

/** Nanoseconds with few and with many, and the median of their ratios in each round. */
type Compared = { readonly few: number; readonly many: number; readonly ratio: number }

/** What is sent. */
export type ManyEndpoints = {
  readonly bytes: number
  /** With a connection that holds nothing. */
  readonly bytesOfOurs: number
  readonly first: Compared
  readonly again: Compared
  readonly call: Compared
}

type Client = ReturnType<typeof createClient>
type Connect = NonNullable<ServiceClientOptions['connect']>

const [fewCount, manyCount] = [10, 10_000]
const picks = 100_000
const calls = 5_000
const rounds = Number(process.argv[2])

const answering: Connect = () => ({
  way: () => Promise.resolve({ kind: 'reply', status: 200, headers: {}, body: '{}' }),
  close: () => Promise.resolve()
})
// What a module makes once must not be counted as an endpoint's.
await bytesOfOne({})
const [bytes, bytesOfOurs] = [await bytesOfOne({}), await bytesOfOne({ connect: answering })]
const few = createClient(endpointsOf(fewCount), { connect: answering })
const many = createClient(endpointsOf(manyCount), { connect: answering })
const figures: ManyEndpoints = {
  bytes,
  bytesOfOurs,
  first: await compare(client => pickNs(client, [])),
  again: await compare(client => pickNs(client, ['peer-3'])),
  call: await compare(callNs)
}
process.send?.(figures)
process.disconnect?.()

/** None of the connections is open. */
async function bytesOfOne(more: Pick<ServiceClientOptions, 'connect'>): Promise<number> {
  const endpoints = endpointsOf(manyCount)
  const before = heldBytes()
  const client = createClient(endpoints, more)
  const held = heldBytes() - before
  await client.close()
  return held / manyCount
}

function heldBytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function compare(measure: (client: Client) => number | Promise<number>): Promise<Compared> {
  const pairs: Pick<Compared, 'few' | 'many'>[] = []
  for (let round = 0; round <= rounds; round++) {
    const pair = { few: await measure(few), many: await measure(many) }
    // The first round compiles what the others run.
    if (round > 0) pairs.push(pair)
  }
  return {
    few: median(pairs.map(pair => pair.few)),
    many: median(pairs.map(pair => pair.many)),
    ratio: median(pairs.map(pair => pair.many / pair.few))
  }
}

/** As `balance` picks for a call that has tried these. */
function pickNs({ endpoints }: Client, tried: readonly string[]): number {
  const choice = { random: Math.random, now: Date.now() }
  const startedAt = performance.now()
  for (let left = picks; left > 0; left--) pickUntried(endpoints.eligible(), tried, choice)
  return ((performance.now() - startedAt) / picks) * 1e6
}

async function callNs(client: Client): Promise<number> {
  const startedAt = performance.now()
  for (let left = calls; left > 0; left--) await client.call(request)
  return ((performance.now() - startedAt) / calls) * 1e6
}

function endpointsOf(count: number): readonly ReturnType<typeof endpointAt>[] {
  return Array.from({ length: count }, (_unused, index) =>
    endpointAt(1_024 + index, `peer-${index}`)
  )
}
