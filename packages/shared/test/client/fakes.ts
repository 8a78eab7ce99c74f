import { setImmediate } from 'node:timers/promises'
import type { AttemptLimits } from '../../src/client/attempt-limits.ts'
import type { Call, Failure, Outcome, Reply, Send } from '../../src/client/call.ts'
import type { ClientEvent, Tell } from '../../src/client/events.ts'
import { createProgress, markSent, startFlight } from '../../src/client/flight.ts'
import type { Clock } from '../../src/client/index.ts'
import type { Endpoint, EndpointSet, Watched } from '../../src/discovery/index.ts'

/** A clock that a test moves by hand. */
export type ManualClock = Clock & {
  /** Moves on, runs what becomes due in its order, and lets everything settle that waits for it. */
  advance(ms: number): Promise<void>
  /** Timers that are set and neither cancelled nor run. */
  timers(): number
}

type Timer = { readonly at: number; readonly run: () => void }

export function createManualClock(startAt = 1_000_000): ManualClock {
  let now = startAt
  const timers = new Set<Timer>()
  const nextDue = (until: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) {
      if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer
    }
    return first
  }
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      await setImmediate()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due)
        now = due.at
        due.run()
        await setImmediate()
      }
      now = until
    },
    timers: () => timers.size
  }
}

/** A call as `callOf` makes it, for a test of one layer. */
export function aCall(changes: Partial<Call> = {}): Call {
  const { progress = createProgress() } = changes
  return {
    target: 'cart',
    method: 'GET',
    path: '/carts/1',
    operation: 'GET /carts/:id',
    headers: {},
    body: undefined,
    repeat: 'safe',
    deadlineAt: 1_002_000,
    idempotencyKey: undefined,
    importance: 'normal',
    attemptMs: 1_000,
    cache: undefined,
    accepts: undefined,
    hedge: false,
    attempt: 1,
    span: undefined,
    signal: undefined,
    progress,
    flight: startFlight(progress),
    ...changes
  }
}

/** Takes down what a layer tells. */
export function createEar(): { readonly tell: Tell; readonly heard: readonly ClientEvent[] } {
  const heard: ClientEvent[] = []
  return { tell: event => void heard.push(event), heard }
}

/** The limits of attempts as the call tells them, or 1 s. */
const attemptMsOf: AttemptLimits['most'] = ({ attemptMs = 1_000 }) => attemptMs
export const plainLimits: AttemptLimits = { of: attemptMsOf, most: attemptMsOf }

export function reply(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = ''
): Reply {
  return { kind: 'reply', status, headers, body }
}

export function failure(reason: Failure['reason'], sent: boolean): Failure {
  return { kind: 'failure', reason, sent }
}

/** Says what a real transport would say of whether the request was sent, then gives the outcome. */
export function answering(
  outcomes: readonly Outcome[]
): Send & { readonly calls: readonly Call[] } {
  const calls: Call[] = []
  const send = (call: Call): Promise<Outcome> => {
    const outcome = outcomes[calls.length] ?? outcomes.at(-1)
    if (outcome === undefined) throw new RangeError('no outcome is told')
    calls.push(call)
    if (outcome.kind === 'reply' || outcome.sent) markSent(call)
    return Promise.resolve(outcome)
  }
  return Object.assign(send, { calls })
}

/** A transport that takes every request and never answers; `sends` says whether it puts them on the wire. */
export function hanging(options: { readonly sends: boolean }): Send & {
  readonly calls: readonly Call[]
} {
  const calls: Call[] = []
  const send = (call: Call): Promise<Outcome> => {
    calls.push(call)
    if (options.sends) markSent(call)
    return new Promise(() => {})
  }
  return Object.assign(send, { calls })
}

export function anEndpoint(id: string, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    service: 'cart',
    address: '127.0.0.1',
    port: 20_000,
    version: '1',
    state: 'ready',
    since: 0,
    weight: 1,
    ...changes
  }
}

/** Resolves once `condition` holds; rejects when that takes longer than five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const endsAt = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > endsAt) throw new Error('what the test waits for has not come')
    await setImmediate()
  }
}

/** A watched service whose set the test gives; `source` is `none` before the first one. */
export type FakeView = Watched & {
  replace(endpoints: readonly Endpoint[]): void
  /** The registry does not answer any more. */
  lose(): void
}

export function createFakeView(service = 'cart'): FakeView {
  let set: EndpointSet = { service, endpoints: [], source: 'none', updatedAt: 0 }
  const listeners = new Set<(set: EndpointSet) => void>()
  const put = (next: EndpointSet): void => {
    set = next
    for (const listener of [...listeners]) listener(set)
  }
  const view: FakeView = {
    current: () => set,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ready: () =>
      new Promise(resolve => {
        const stop = view.onChange(next => {
          stop()
          resolve(next)
        })
      }),
    replace: endpoints => put({ service, endpoints, source: 'live', updatedAt: 0 }),
    lose: () =>
      put({ ...set, source: 'last-known', mechanism: 'consul', alarm: 'it does not answer' })
  }
  return view
}
