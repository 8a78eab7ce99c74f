import { refusal, type Call, type Importance, type Layer, type Outcome } from './call.ts'
import { attemptMsMax } from './attempt-limits.ts'
import { wasPatient } from './classify.ts'
import type { Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { isFinal, isNotProcessed } from './retry-table.ts'
import { createRolling } from './rolling.ts'

const windowSeconds = 30
/** Fewer than five a second say nothing. */
const requestsMin = 5 * windowSeconds
const multiple = 2
const shareMax = 0.8
/** So many in a row are no luck while fewer than half are accepted. */
const acceptedInARow = 20

/** What a target accepts of what it is asked. */
export type Throttle = {
  /** Share of calls that is to be refused by ourselves, 0 to 0.8. */
  share(): number
  /** Counts a call as it starts: counted at its end, a target that hangs would go unseen. */
  start(): void
  /** Takes back what says nothing of the target. */
  cancel(): void
  end(isAccepted: boolean): void
  read(): { readonly share: number; readonly requests: number; readonly accepted: number }
}

/**
 * Adaptive throttling (Google's SRE book, "Handling overload"): with twice as many requests as were
 * accepted in the last 30 s, the rest is refused here, so that a target in need is not asked all the
 * time just to say no. A target that has accepted 20 in a row has come back: what was before is
 * forgotten, since a window of 30 s would take as long to believe it.
 */
function createThrottle(clock: Clock): Throttle {
  const [asked, taken] = [0, 1]
  const window = createRolling({ bucketMs: 1_000, buckets: windowSeconds, columns: 2 })
  let inARow = 0
  const read = (): ReturnType<Throttle['read']> => {
    const now = clock.now()
    const [requests, accepted] = [window.sum(asked, now), window.sum(taken, now)]
    const excess = (requests - multiple * accepted) / (requests + 1)
    const share = requests <= requestsMin ? 0 : Math.min(shareMax, Math.max(0, excess))
    return { share, requests, accepted }
  }
  return {
    share: () => read().share,
    start: () => window.add(asked, 1, clock.now()),
    cancel: () => window.add(asked, -1, clock.now()),
    end(isAccepted) {
      inARow = isAccepted ? inARow + 1 : 0
      if (isAccepted) window.add(taken, 1, clock.now())
      if (inARow >= acceptedInARow && read().share > 0) window.clear()
    },
    read
  }
}

/** One throttle for each importance. */
export type Throttles = {
  of(importance: Importance): Throttle
  /** Requests and acceptances of all, and the largest share. */
  read(): ReturnType<Throttle['read']>
}

/**
 * A target that is asked for too much refuses what matters least first. Counted together, its refusals
 * of browsing would make us refuse orders that it would have taken, so each importance has a count of
 * its own, as in the same chapter.
 */
export function createThrottles(clock: Clock): Throttles {
  const all: Readonly<Record<Importance, Throttle>> = {
    high: createThrottle(clock),
    normal: createThrottle(clock),
    low: createThrottle(clock)
  }
  return {
    of: importance => all[importance],
    read: () =>
      Object.values(all)
        .map(each => each.read())
        .reduce((sum, { share, requests, accepted }) => ({
          share: Math.max(sum.share, share),
          requests: sum.requests + requests,
          accepted: sum.accepted + accepted
        }))
  }
}

/**
 * Refuses a share of the calls to a target that accepts too few of their importance. Above `retry`, so
 * that what it counts is calls and a refusal is not repeated; below `cache`, because what the cache
 * answers is not asked.
 */
export function throttle(options: {
  readonly throttles: Throttles
  readonly clock: Clock
  readonly random: () => number
  readonly tell: Tell
}): Layer {
  const { throttles, clock, random, tell } = options
  return next => async call => {
    const startedAt = clock.now()
    const state = throttles.of(call.importance)
    const share = state.share()
    state.start()
    if (share > 0 && random() < share) {
      tell({ kind: 'throttled', share }, call)
      return refusal('throttled')
    }
    const outcome = await next(call)
    if (saysNothing(call, outcome, clock.now() - startedAt)) state.cancel()
    else state.end(isAccepted(outcome))
    return outcome
  }
}

/**
 * A target that nobody could reach has refused nothing, and has not been burdened. Neither has one
 * whose caller went before it had its time: else whoever asks and leaves would keep it from others.
 */
function saysNothing(call: Call, outcome: Outcome, elapsedMs: number): boolean {
  if (outcome.kind === 'reply') return false
  if (call.signal?.aborted && !wasPatient(elapsedMs, call.attemptMs ?? attemptMsMax)) return true
  const { reason } = outcome
  return (
    reason === 'no-endpoint' || reason === 'refused' || reason === 'open' || reason === 'limited'
  )
}

/** Also what was worked on in vain, for want of something behind the target. */
function isAccepted(outcome: Outcome): boolean {
  if (outcome.kind === 'failure' || isNotProcessed(outcome)) return false
  return outcome.status !== 503 || isFinal(outcome.headers)
}
