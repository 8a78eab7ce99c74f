import { Client } from 'undici'
import { readEntries } from './consul-entries.ts'
import { createEndpointView } from './endpoint-view.ts'
import type { Resolver, Watched } from './types.ts'

export type ConsulResolverOptions = {
  readonly consulUrl: string
  /** Only instances with this `lab` in their metadata count. */
  readonly labId?: string
  readonly clock?: () => number
  readonly random?: () => number
}

const waitSeconds = 30
/** Consul adds up to a sixteenth to the wait. */
const answerMs = 35_000
const backOff = { firstMs: 100, mostMs: 10_000 }
/** A busy index must not make a busy loop: a few rounds at once, as one restart takes, then five a second. */
const rounds = { burst: 5, everyMs: 200 }

/** Watches Consul's health endpoint with one blocking query, on one connection, per service. */
export function createConsulResolver(options: ConsulResolverOptions): Resolver {
  const { clock = Date.now, random = Math.random } = options
  const watches = new Map<string, Watch>()
  return {
    watch(service) {
      const known = watches.get(service)
      if (known !== undefined) return known.view
      const watch = startWatch(service, { ...options, clock, random })
      watches.set(service, watch)
      return watch.view
    },
    async close() {
      await Promise.all([...watches.values()].map(watch => watch.close()))
    }
  }
}

type Watch = { readonly view: Watched; readonly close: () => Promise<void> }

function startWatch(
  service: string,
  options: Required<Omit<ConsulResolverOptions, 'labId'>> & Pick<ConsulResolverOptions, 'labId'>
): Watch {
  const { consulUrl, labId, clock, random } = options
  const client = new Client(consulUrl, { headersTimeout: answerMs, bodyTimeout: answerMs })
  const stopping = new AbortController()
  const view = createEndpointView(service, clock)
  const loop = async (): Promise<void> => {
    let [index, failures, tokens, lastAt] = ['0', 0, rounds.burst, clock()]
    while (!stopping.signal.aborted) {
      try {
        const answer = await ask(client, { service, index, signal: stopping.signal })
        const entries = readEntries(answer.body, labId)
        if (entries === undefined) throw new TypeError('not a list of instances')
        view.replace(entries)
        // An index that went back belongs to another life of the registry.
        index = Number(answer.index) < Number(index) ? '0' : answer.index
        failures = 0
      } catch {
        if (stopping.signal.aborted) return
        view.lose()
        index = '0'
        await pause(
          random() * Math.min(backOff.mostMs, backOff.firstMs * 2 ** failures++),
          stopping.signal
        )
      }
      tokens = Math.min(rounds.burst, tokens + (clock() - lastAt) / rounds.everyMs)
      lastAt = clock()
      if (tokens < 1) await pause((1 - tokens) * rounds.everyMs, stopping.signal)
      tokens -= 1
    }
  }
  const ended = loop()
  return {
    view,
    async close() {
      stopping.abort()
      await ended
      await client.destroy()
    }
  }
}

async function ask(
  client: Client,
  {
    service,
    index,
    signal
  }: { readonly service: string; readonly index: string; readonly signal: AbortSignal }
): Promise<{ readonly index: string; readonly body: unknown }> {
  const { statusCode, headers, body } = await client.request({
    method: 'GET',
    path: `/v1/health/service/${encodeURIComponent(service)}?stale&index=${index}&wait=${waitSeconds}s`,
    signal
  })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`the registry answers ${statusCode}`)
  const told = Number(headers['x-consul-index'])
  return { index: String(told >= 1 ? told : 1), body: JSON.parse(text) }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
