import type { OpenServiceClient } from '@microzon/shared/client'
import { startArrivals } from './arrivals.ts'
import { createAttemptCounts } from './attempt-counts.ts'
import { missed, ok, type Load, type RequestRecord, type RunLine } from './load.ts'
import { operationsOf, outcomeOf, type Operation } from './operations.ts'

export type RunOptions<Kind extends Load['kind']> = {
  readonly load: Extract<Load, { readonly kind: Kind }>
  readonly tell: (line: RunLine) => void
  /** Ends the load. */
  readonly signal: AbortSignal
}

const inFlightMax = 2_000
const attemptsEveryMs = 100
const tellEveryMs = 250
const endMsMax = 5_000

/** Calls a service through the client stack until it is told to end. */
export async function runCalls(
  options: RunOptions<'calls'> & { readonly clientOf: (target: string) => OpenServiceClient }
): Promise<void> {
  const { load, tell, signal, clientOf } = options
  const operations = await operationsOf(load.target, clientOf)
  const pick = createPick(load.mix, operations)
  const counts = createAttemptCounts(clientOf(load.target), Date.now)
  const before = counts.read()
  const clock = (): number => performance.now()
  const startedAt = clock()
  const telling = createTelling(tell)
  tell({ kind: 'started', at: Date.now() })
  const arrivals = startArrivals({
    perSecond: load.perSecond,
    inFlightMax,
    clock,
    async onDue(due) {
      const [name, operation] = pick()
      const outcome = await operation().then(outcomeOf, (error: Error) => error.message)
      telling.add([due - startedAt, clock() - due, name, outcome])
    },
    onMissed: due => telling.add([due - startedAt, 0, pick()[0], missed])
  })
  const tellAttempts = (): void => {
    const byId = Object.fromEntries(
      Object.entries(counts.read()).map(([id, count]) => [id, count - (before[id] ?? 0)])
    )
    tell({ kind: 'attempts', ms: clock() - startedAt, byId })
  }
  const counting = setInterval(tellAttempts, attemptsEveryMs)
  await aborted(signal)
  await arrivals.end(endMsMax)
  clearInterval(counting)
  tellAttempts()
  telling.end()
}

export type Telling = { add(request: RequestRecord): void; end(): void }

/** Tells requests some at a time. */
export function createTelling(tell: (line: RunLine) => void): Telling {
  const requests: RequestRecord[] = []
  const flush = (): void => {
    if (requests.length > 0) tell({ kind: 'requests', requests: requests.splice(0).map(rounded) })
  }
  const timer = setInterval(flush, tellEveryMs)
  return {
    add: request => void requests.push(request),
    end() {
      clearInterval(timer)
      flush()
    }
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function rounded([due, took, operation, outcome, id]: RequestRecord): RequestRecord {
  return [Math.round(due), Math.round(took * 10) / 10, operation, outcome || ok, id]
}

/** In turn, by smooth weighted round robin: the same mix in every run. */
function createPick(
  mix: Readonly<Record<string, number>>,
  operations: Readonly<Record<string, Operation>>
): () => readonly [string, Operation] {
  const entries = Object.entries(mix).map(([name, weight]) => {
    const operation = operations[name]
    if (operation === undefined) throw new RangeError(`there is no operation ${name}`)
    return { name, weight, operation, credit: 0 }
  })
  const [first] = entries
  if (first === undefined) throw new RangeError('a load needs an operation')
  const total = entries.reduce((sum, { weight }) => sum + weight, 0)
  return () => {
    for (const entry of entries) entry.credit += entry.weight
    const best = entries.reduce((a, b) => (b.credit > a.credit ? b : a), first)
    best.credit -= total
    return [best.name, best.operation]
  }
}
