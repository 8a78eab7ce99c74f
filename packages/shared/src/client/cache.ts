import type { CacheStore, Kept } from './cache-store.ts'
import type { Call, Layer, Outcome, Send } from './call.ts'
import type { Clock } from './clock.ts'
import { deadline } from './deadline.ts'
import type { Tell } from './events.ts'
import { createProgress, startFlight, type Progress } from './flight.ts'
import { isNotProcessed } from './retry-table.ts'

/** A read for several callers ends by itself, whenever they go. */
const fetchMs = 2_000
/** While the target is away it is asked so often by whoever has something to show without it. */
const probeMs = 1_000
/** Who has something to show waits so long for something newer: the rest of its time is for its work. */
const patienceShare = 0.5

export type CacheOptions = {
  readonly store: CacheStore
  readonly clock: Clock
  readonly tell: Tell
}

/** A read that may be shared; what it brings is judged once for all who wait. */
type Fetch = { readonly judged: Promise<Judged>; readonly progress: Progress }
type Judged = { readonly outcome: Outcome; readonly isGood: boolean }

/**
 * Answers reads that ask for it from what was answered before, joins equal ones that are under way,
 * and lets an old answer stand in while there is no other, or none in half of the caller's time. By
 * service and path, never by customer: `callOf` leaves the customer out. Below `deadline`, which holds
 * for whoever waits and not for the read that is shared; above `throttle` and `balance`, so that what
 * is answered here asks nobody, whichever instance it came from.
 */
export function cache(options: CacheOptions): Layer {
  const { store, clock, tell } = options
  return next => {
    const reader = createReader(options, deadline(clock)(next))
    return call => {
      const { cache: wanted, method } = call
      if (wanted === undefined || method !== 'GET') return next(call)
      const id = `${call.target} ${call.path}`
      const kept = store.get(id)
      const ageMs = kept === undefined ? Infinity : clock.now() - kept.keptAt
      if (kept !== undefined && ageMs < wanted.freshMs) return Promise.resolve(kept.reply)
      const standIn = kept !== undefined && ageMs < wanted.staleMs ? kept : undefined
      if (standIn !== undefined && reader.isAway(call)) {
        reader.probe(id, call)
        return Promise.resolve(stale(standIn, call))
      }
      return read(reader.fetch(id, call), call, standIn)
    }
  }

  async function read(
    { judged, progress }: Fetch,
    call: Call,
    standIn: Kept | undefined
  ): Promise<Outcome> {
    call.progress.shared = progress
    if (standIn === undefined) return (await judged).outcome
    const patienceMs = (call.deadlineAt - clock.now()) * patienceShare
    const told = await within(judged, patienceMs, clock)
    return told?.isGood === true ? told.outcome : stale(standIn, call)
  }

  function stale({ reply, keptAt }: Kept, call: Call): Outcome {
    const ageMs = clock.now() - keptAt
    tell({ kind: 'stale', ageMs }, call)
    return { ...reply, ageMs }
  }
}

type Reader = {
  /** Joins an equal read, or begins one. */
  fetch(id: string, call: Call): Fetch
  /** Whether the last read of its importance got no answer at all. */
  isAway(call: Call): boolean
  /** Looks now and then whether it has come back, while nobody waits for it. */
  probe(id: string, call: Call): void
}

function createReader({ store, clock, tell }: CacheOptions, send: Send): Reader {
  const fetches = new Map<string, Fetch>()
  // A look at the shop may be refused where a read for an order is not.
  const away = new Set<Call['importance']>()
  let probedAt = 0
  const note = (id: string, { importance }: Call, { outcome, isGood }: Judged): void => {
    if (isAway(outcome)) away.add(importance)
    else away.delete(importance)
    if (outcome.kind !== 'reply') return
    const { status } = outcome
    // What is gone must not come back from here; what is no answer takes none away.
    if (status === 404 || status === 410) store.drop(id)
    else if (status === 200 && isGood) {
      store.put(id, { reply: outcome, keptAt: clock.now() })
    }
  }
  const begin = (id: string, call: Call): Fetch => {
    const progress = createProgress()
    const deadlineAt = Math.max(call.deadlineAt, clock.now() + fetchMs)
    const flight = startFlight(progress)
    const judged = send({ ...call, progress, flight, deadlineAt, signal: undefined }).then(
      outcome => ({ outcome, isGood: isAnswer(outcome, call) })
    )
    const fetch = { judged, progress }
    const key = fetchOf(id, call)
    fetches.set(key, fetch)
    const end = (): void => void fetches.delete(key)
    judged.then(told => note(id, call, told)).then(end, end)
    return fetch
  }
  return {
    fetch(id, call) {
      const known = fetches.get(fetchOf(id, call))
      if (known === undefined) return begin(id, call)
      tell({ kind: 'collapsed' }, call)
      return known
    },
    isAway: ({ importance }) => away.has(importance),
    probe(id, call) {
      if (fetches.has(fetchOf(id, call)) || clock.now() - probedAt < probeMs) return
      probedAt = clock.now()
      begin(id, call)
    }
  }
}

/** Reads of different importance are not joined: one may be refused where the other is not. */
function fetchOf(id: string, { importance }: Call): string {
  return `${importance} ${id}`
}

/** The outcome, or nothing when it takes longer than `ms`. Leaves no timer behind. */
async function within<Value>(
  outcome: Promise<Value>,
  ms: number,
  clock: Clock
): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const cancel = clock.after(ms, () => resolve(undefined))
  return Promise.race([outcome, late]).finally(cancel)
}

/**
 * Whatever a working service may say, even that there is no such thing. It has no reason to send us
 * elsewhere, nor to answer in another shape than the one that was asked for.
 */
function isAnswer(outcome: Outcome, { accepts }: Pick<Call, 'accepts'>): boolean {
  if (outcome.kind === 'failure' || isNotProcessed(outcome)) return false
  const { status, body } = outcome
  if (status === 200) return accepts === undefined || accepts(body)
  return status < 300 || (status >= 400 && status < 500)
}

/** A fault in one answer is not an absence. */
function isAway(outcome: Outcome): boolean {
  return outcome.kind === 'failure' || isNotProcessed(outcome) || outcome.status > 500
}
