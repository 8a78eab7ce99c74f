import { pendingMax } from '../../src/client/bulkhead.ts'
import type { Call } from '../../src/client/call.ts'
import type { CallResult, ClientEvent, OpenServiceClient } from '../../src/client/index.ts'
import { inFlightMax } from '../../src/client/limit.ts'
import type { FakeView, ManualClock } from './fakes.ts'

const attemptsMax = 3

/** Watches a simulation from outside: only what instances and callers can see. */
export type Judge = {
  watch(client: OpenServiceClient): void
  heard(event: ClientEvent): void
  begin(path: string, call: { readonly kind: string; readonly deadlineMs: number }): void
  attempt(call: Call, instance: string): void
  execute(call: Call): void
  attemptEnds(call: Call, isExecuted: boolean): void
  settle(path: string, result: CallResult<unknown>): void
  threw(path: string, error: unknown): void
  end(timers: number): void
  violations(): readonly string[]
}

type Seen = {
  readonly kind: string
  readonly begunAt: number
  readonly deadlineAt: number
  readonly tried: string[]
  /** Attempts that have ended without having been executed. */
  unexecuted: number
  executed: number
  isSettled: boolean
}

export function createJudge({
  clock,
  view
}: {
  readonly clock: ManualClock
  readonly view: FakeView
}): Judge {
  const violations: string[] = []
  const calls = new Map<string, Seen>()
  const repeats: number[] = []
  let client: OpenServiceClient | undefined
  const object = (what: string): void => void violations.push(`${what} at ${clock.now()}`)
  const seenOf = (path: string): Seen => {
    const seen = calls.get(path)
    if (seen === undefined) throw new Error(`no call ${path}`)
    return seen
  }
  return {
    watch: watched => void (client = watched),
    heard() {
      if (client === undefined) return
      const { length: out } = client.endpoints.out()
      const ready = view.current().endpoints.filter(({ state }) => state === 'ready').length
      if (client.endpoints.eligible().length === 0 && ready > 1) {
        object(`all of ${ready} are out, ${out}`)
      }
    },
    begin(path, { kind, deadlineMs }) {
      const begunAt = clock.now()
      const deadlineAt = begunAt + deadlineMs
      const fresh = { tried: [], unexecuted: 0, executed: 0, isSettled: false }
      calls.set(path, { kind, begunAt, deadlineAt, ...fresh })
    },
    attempt(call, instance) {
      const seen = seenOf(call.path)
      const name = `${seen.kind} ${call.path}`
      if (clock.now() >= seen.deadlineAt || seen.isSettled) object(`late: ${name}`)
      if (seen.tried.length >= attemptsMax) object(`attempts: ${name}`)
      judgePlace(seen.tried, instance)
      // The first repeat of what was not executed is free.
      const isFree = seen.tried.length === 1 && seen.unexecuted === 1
      if (seen.tried.length > 0 && !isFree) judgeBudget()
      seen.tried.push(instance)
    },
    execute(call) {
      const seen = seenOf(call.path)
      if (++seen.executed > 1 && seen.kind === 'unkeyed') object(`twice: ${call.path}`)
    },
    attemptEnds(call, isExecuted) {
      if (!isExecuted) seenOf(call.path).unexecuted++
    },
    settle(path, result) {
      const seen = seenOf(path)
      seen.isSettled = true
      if (clock.now() > seen.deadlineAt) object(`outlived: ${seen.kind} ${path}`)
      const isSurelyNot = 'sent' in result && !result.sent
      if (isSurelyNot && seen.executed > 0) object(`not sent, but executed: ${seen.kind} ${path}`)
      if (result.kind === 'answered' && seen.executed === 0) object(`answered by nobody: ${path}`)
    },
    threw: (path, error) => object(`threw: ${path} ${String(error)}`),
    end(timers) {
      for (const [path, { isSettled }] of calls) if (!isSettled) object(`never ended: ${path}`)
      if (timers > 0) object(`timers: ${timers}`)
      const status = client?.status()
      const pending = status?.endpoints.some(endpoint => endpoint.pending !== 0)
      if (status?.inFlight !== 0 || pending) object('left in flight')
    },
    violations: () => violations
  }

  function judgePlace(tried: readonly string[], instance: string): void {
    if (client === undefined) return
    const { endpoints } = view.current()
    const state = endpoints.find(({ id }) => id === instance)?.state
    const ready = endpoints.filter(each => each.state === 'ready')
    if (state === 'gone') object(`gone: ${instance}`)
    if (state !== 'ready' && ready.length > 0) object(`${state}: ${instance}`)
    const isOther = client.endpoints
      .eligible()
      .some(({ endpoint, pending }) => !tried.includes(endpoint.id) && pending < pendingMax)
    if (tried.includes(instance) && isOther) object(`again: ${instance}`)
    const node = client.endpoints.all().find(({ endpoint }) => endpoint.id === instance)
    if ((node?.pending ?? 0) > pendingMax) object(`overfull: ${instance}`)
    if (client.status().inFlight > inFlightMax) object('too many in flight')
    if (client.endpoints.out().length > 1 && client.endpoints.eligible().length === 0) {
      object('all out')
    }
  }

  /**
   * Thirty repeats in ten seconds, and one for ten calls. What is seen here was paid for up to a
   * quarter of a second before, hence a second less of repeats and one more of calls.
   */
  function judgeBudget(): void {
    const second = Math.floor(clock.now() / 1_000)
    const isSince = (first: number) => (at: number) => Math.floor(at / 1_000) >= first
    repeats.push(clock.now())
    const spent = repeats.filter(isSince(second - 8)).length
    const begun = [...calls.values()].map(({ begunAt }) => begunAt)
    const paid = begun.filter(isSince(second - 10)).length * 0.1
    if (spent > Math.min(100, 30 + paid)) object(`budget: ${spent} of ${30 + paid}`)
  }
}
