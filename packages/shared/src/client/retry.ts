import type { Call, Layer, Outcome, Send } from './call.ts'
import { sleep, type Clock } from './clock.ts'
import { isNotProcessed, judge, type Verdict } from './retry-table.ts'

const attemptsMax = 3
const waitsMax = 10
/** An attempt with less time left is not worth its connection. */
const restMsMin = 20

export type RetryOptions = { readonly clock: Clock; readonly random: () => number }

/**
 * Repeats what may be repeated, at most three attempts, with full jitter between them. Below
 * `deadline`, which bounds all attempts together; above `balance`, so that the next attempt goes to
 * another endpoint.
 */
export function retry({ clock, random }: RetryOptions): Layer {
  return next => async call => {
    let tried: readonly string[] = []
    let waits = 0
    // Whether an attempt before this one may have been executed.
    let mayBeDone = false
    for (let attempt = 1; ;) {
      const { outcome, wasExecuted } = await once(next, { ...call, attempt, tried }, id => {
        tried = [...tried, id]
      })
      const verdict = judge(call, outcome)
      const isWait = verdict.kind === 'wait'
      const isLast = isWait ? ++waits > waitsMax : attempt >= attemptsMax
      const pause = pauseOf(verdict, attempt, random)
      const isTooLate = clock.now() + pause + restMsMin > call.deadlineAt
      if (verdict.kind === 'done' || isLast || isTooLate) return settled(call, outcome, mayBeDone)
      call.span?.annotate(`retry ${attempt}: ${describe(outcome)}`)
      if (pause > 0) await sleep(clock, pause)
      if (call.signal?.aborted) return settled(call, outcome, mayBeDone)
      mayBeDone ||= wasExecuted
      // Waiting for the first request with our key is no new try of the work.
      if (!isWait) attempt++
    }
  }
}

type Attempted = { readonly outcome: Outcome; readonly wasExecuted: boolean }

async function once(
  next: Send,
  call: Call,
  onTried: (endpointId: string) => void
): Promise<Attempted> {
  let sent = false
  const outcome = await next({
    ...call,
    onSent() {
      sent = true
      call.onSent()
    },
    onAttempt(attempt, endpointId) {
      onTried(endpointId)
      call.onAttempt(attempt, endpointId)
    }
  })
  const wasRefused = isNotProcessed(outcome)
  if (sent && wasRefused) call.onNotProcessed()
  return { outcome, wasExecuted: sent && !wasRefused }
}

/**
 * A repeated DELETE that finds nothing has been done by an earlier attempt, if that one can have
 * been executed.
 */
function settled(call: Call, outcome: Outcome, mayBeDone: boolean): Outcome {
  const isGone = outcome.kind === 'reply' && outcome.status === 404
  return isGone && call.method === 'DELETE' && mayBeDone
    ? { ...outcome, status: 204, body: '' }
    : outcome
}

function pauseOf(verdict: Verdict, attempt: number, random: () => number): number {
  switch (verdict.kind) {
    case 'done':
      return 0
    case 'now':
      // Who was refused twice has met more than one bad instance, or the only one there is.
      return attempt === 1 ? 0 : jitterMs(attempt, random)
    case 'later':
      return jitterMs(attempt, random)
    case 'wait':
      return verdict.ms
  }
  return verdict satisfies never
}

function jitterMs(attempt: number, random: () => number): number {
  return random() * Math.min(250, 25 * 2 ** attempt)
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.reason
}
