import type { Call, Layer, Outcome, Send } from './call.ts'
import { sleep, type Clock } from './clock.ts'
import { judge, type Verdict } from './retry-table.ts'

const attemptsMax = 3
const waitsMax = 10
/** An attempt with less time left is not worth its connection. */
const restMsMin = 20

export type RetryOptions = { readonly clock: Clock; readonly random: () => number }

/**
 * Repeats what may be repeated, at most three attempts, with full jitter between them. Below `deadline`, which bounds
 * all attempts together; above `balance`, so that the next attempt goes to another endpoint.
 */
export function retry({ clock, random }: RetryOptions): Layer {
  return next => async call => {
    let tried: readonly string[] = []
    let waits = 0
    for (let attempt = 1; ;) {
      const outcome = await once(next, { ...call, attempt, tried }, id => (tried = [...tried, id]))
      const verdict = judge(call, outcome)
      const isWait = verdict.kind === 'wait'
      if (verdict.kind === 'done' || (isWait ? ++waits > waitsMax : attempt >= attemptsMax)) {
        return settled(call, outcome, attempt)
      }
      const pause = pauseOf(verdict, attempt, random)
      if (clock.now() + pause + restMsMin > call.deadlineAt) return settled(call, outcome, attempt)
      call.span?.annotate(`retry ${attempt}: ${describe(outcome)}`)
      if (pause > 0) await sleep(clock, pause)
      if (call.signal?.aborted) return settled(call, outcome, attempt)
      // Waiting for the first request with our key is no new try of the work.
      if (!isWait) attempt++
    }
  }
}

function once(next: Send, call: Call, onTried: (endpointId: string) => void): Promise<Outcome> {
  return next({
    ...call,
    onAttempt(attempt, endpointId) {
      onTried(endpointId)
      call.onAttempt(attempt, endpointId)
    }
  })
}

/** A repeated DELETE that finds nothing has been done by an earlier attempt. */
function settled(call: Call, outcome: Outcome, attempt: number): Outcome {
  const isGone = outcome.kind === 'reply' && outcome.status === 404
  return isGone && call.method === 'DELETE' && attempt > 1
    ? { ...outcome, status: 204, body: '' }
    : outcome
}

function pauseOf(verdict: Verdict, attempt: number, random: () => number): number {
  switch (verdict.kind) {
    case 'done':
    case 'now':
      return 0
    case 'later':
      return random() * Math.min(250, 25 * 2 ** attempt)
    case 'wait':
      return verdict.ms
  }
  return verdict satisfies never
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.reason
}
