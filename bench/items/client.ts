import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createPool, createServiceClient } from '@microzon/shared/client'
import { createStaticResolver, type Endpoint } from '@microzon/shared/discovery'
import { createTracer } from '@microzon/shared/telemetry'
import { createServiceTokens } from '@microzon/shared/tokens'
import { CartAnswer } from '../shop.ts'
import type { Item } from '../support/bench.ts'
import { median } from '../support/statistics.ts'

const timesMax = 1.6
const atOnce = 16
const path = '/carts/QkO3c8eYw2b1N0s9Zr4xTg'

/** What all that stands between a service and the wire costs. */
export const client: Item = {
  name: 'client',
  about: 'a call through the client stack, and the same through an undici pool alone',
  async run({ checkout, quick, tell }) {
    const { child, port } = await startPeer(checkout)
    const peer = peerAt(port)
    const pool = createPool(peer)
    const stack = createStack(peer)
    try {
      const bare = async (): Promise<void> => {
        const { statusCode, body } = await pool.request({ method: 'GET', path })
        const read = await body.json()
        if (statusCode !== 200 || read === undefined) throw new Error(`status ${statusCode}`)
      }
      const stacked = async (): Promise<void> => {
        const result = await stack.call({
          method: 'GET',
          operation: 'GET /carts/:id',
          path,
          answer: CartAnswer
        })
        if (result.kind !== 'answered') throw new Error(`the call ended as ${result.kind}`)
      }
      const calls = quick ? 1_000 : 5_000
      const pairs: { readonly bare: number; readonly stacked: number }[] = []
      for (let pair = 0; pair <= (quick ? 2 : 6); pair++) {
        tell(pair === 0 ? 'warming up' : `pair ${pair}`)
        const costs = { bare: await costOf(bare, calls), stacked: await costOf(stacked, calls) }
        // The first pair compiles what the others run.
        if (pair > 0) pairs.push(costs)
      }
      const ratio = median(pairs.map(each => each.stacked / each.bare))
      return [
        { name: 'undici alone: CPU', value: median(pairs.map(each => each.bare)), unit: 'µs' },
        { name: 'client stack: CPU', value: median(pairs.map(each => each.stacked)), unit: 'µs' },
        {
          name: `median ratio of ${pairs.length} pairs`,
          value: ratio,
          unit: 'times',
          max: timesMax
        }
      ]
    } finally {
      await Promise.all([pool.close(), stack.close()])
      child.kill('SIGKILL')
    }
  }
}

function peerAt(port: number): Endpoint {
  const place = { address: '127.0.0.1', port, weight: 1 }
  return { id: 'peer-1', service: 'peer', version: '1', state: 'ready', since: 0, ...place }
}

function createStack(peer: Endpoint): ReturnType<typeof createServiceClient> {
  return createServiceClient({
    target: 'peer',
    resolver: createStaticResolver({ peer: [peer] }),
    tokens: createServiceTokens({
      secret: 'a secret of the bench',
      name: 'bench',
      clock: Date.now
    }),
    tracer: createTracer({ service: 'bench', version: '1', instance: 'bench-1' })
  })
}

/** CPU microseconds of this process for one call, of many. */
async function costOf(call: () => Promise<void>, calls: number): Promise<number> {
  const before = process.cpuUsage()
  let left = calls
  const work = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

/** Resolves when it listens; it ends when we do. */
function startPeer(
  checkout: string
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(join(checkout, 'bench', 'peer.ts'))
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the peer ended with ${code}`)))
    child.once('message', message => resolve({ child, port: (message as { port: number }).port }))
  })
}
