import { Client } from 'undici'
import { pause, type Clock } from './clock.ts'
import { consulHeaders } from './consul-agent.ts'
import { readEntries } from './consul-entries.ts'
import type { DiscoveryEvent } from './events.ts'
import { readLimited } from './read-limited.ts'
import { createRoundLimit } from './round-limit.ts'
import { createSetKeeper } from './set-keeper.ts'
import type { Sighting } from './sighting.ts'
import { createWatchReport } from './watch-report.ts'
import type { Watch } from './watches.ts'

export type ConsulWatchOptions = {
  readonly consulUrl: string
  readonly consulToken: string | undefined
  readonly labId: string | undefined
  readonly clock: Clock
  readonly random: () => number
  readonly onEvent: (event: DiscoveryEvent) => void
}

const waitSeconds = 30
/** Consul prolongs a wait by up to a sixteenth; what takes 3 s longer than that is lost. */
const answerMsMax = (waitSeconds * 1_000 * 17) / 16 + 3_000
const connectMsMax = 2_000
const answerBytesMax = 16 * 1024 * 1024
/** Changes in quick succession are seen at once, but who changes all the time is looked at once a second. */
const rounds = { burst: 5, everyMs: 1_000 }

/**
 * Watches one service with one blocking query at a time on one connection, since Consul refuses the
 * 200th connection of an address. An index is only good in the life of the registry that gave it:
 * after an error, and when one goes back, the next round asks without.
 */
export function startConsulWatch(service: string, options: ConsulWatchOptions): Watch {
  const { consulUrl, clock } = options
  const keeper = createSetKeeper({ ...options, service, mechanism: 'consul' })
  const report = createWatchReport({ ...options, service, keeper })
  const client = new Client(consulUrl, {
    connect: { timeout: connectMsMax },
    headersTimeout: answerMsMax,
    bodyTimeout: answerMsMax
  })
  const headers = consulHeaders(options.consulToken)
  const stopping = new AbortController()
  const { signal } = stopping
  const limit = createRoundLimit({ ...rounds, now: clock.now() })
  const loop = async (): Promise<void> => {
    let index = 0
    while (!signal.aborted) {
      await pause(clock, limit.take(clock.now()), signal)
      try {
        const question = { service, index, signal, headers, labId: options.labId }
        const waited = await ask(client, question)
        // A client agent knows of no leader after every question that waited: it is asked without.
        const isDoubtful = !waited.isLed && index > 0
        const answer = isDoubtful ? await ask(client, { ...question, index: 0 }) : waited
        // Of two bad sources, an old answer beats none, and what was last confirmed beats an old answer.
        if (answer.isLed || keeper.view.current().source === 'none') {
          report.skipped(answer.skipped)
          report.succeeded(answer.sightings)
        }
        if (!answer.isLed) throw new Error('the registry has no leader')
        index = answer.index < index ? 0 : answer.index
      } catch (error) {
        if (signal.aborted) return
        index = 0
        await pause(clock, report.failed((error as Error).message), signal)
      }
    }
  }
  const ended = loop()
  return {
    view: keeper.view,
    async close() {
      stopping.abort()
      // Ends a request that is still connecting too, which the signal does not.
      await client.destroy()
      await ended
      keeper.close()
    }
  }
}

type Question = {
  readonly service: string
  readonly index: number
  readonly labId: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

type Told = {
  readonly index: number
  readonly sightings: readonly Sighting[]
  readonly skipped: number
  /** Whether the server that answers knows who leads; what it says is of the past if not. */
  readonly isLed: boolean
}

async function ask(
  client: Client,
  { service, index, labId, headers: sent, signal }: Question
): Promise<Told> {
  // `stale`: any server may answer, even one that has lost its leader. Not `passing`: who drains or
  // fails is told, too.
  const query = `stale&index=${index}&wait=${waitSeconds}s`
  const { statusCode, headers, body } = await client.request({
    method: 'GET',
    path: `/v1/health/service/${encodeURIComponent(service)}?${query}`,
    headers: { ...sent },
    signal
  })
  const text = await readLimited(body, answerBytesMax)
  if (statusCode !== 200) throw new Error(`the registry answers ${statusCode}`)
  const entries = readEntries(JSON.parse(text), labId)
  if (entries === undefined) {
    throw new TypeError('the registry answers with no list of instances that can be read')
  }
  if (entries.sightings.length === 0 && headers['x-consul-results-filtered-by-acls'] === 'true') {
    throw new Error('the registry does not let us see the instances')
  }
  const told = Number(headers['x-consul-index'])
  if (!Number.isSafeInteger(told)) throw new TypeError('the registry answers without an index')
  const isLed = headers['x-consul-knownleader'] !== 'false'
  return { ...entries, index: Math.max(1, told), isLed }
}
