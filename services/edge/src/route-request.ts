import type { IncomingHttpHeaders } from 'node:http'
import type { Importance } from '@microzon/shared/admission'
import type { Budget, Tell } from '@microzon/shared/client'
import type { Pool } from 'undici'
import { createDeadline, type Deadline, type HeadMs } from './deadline.ts'
import type { Forwarded, Forwarding } from './forward.ts'
import { saysNothing, toldBy } from './health.ts'
import type { Place, Places, Told } from './places.ts'

/** What the browser is told when no instance of web has answered; `gone` when there is nobody to tell. */
export type Routed =
  | Extract<Forwarded, { readonly kind: 'answered' | 'gone' }>
  | { readonly kind: 'unanswered'; readonly status: 502 | 503 | 504 }

/** One attempt of a request. */
export type Attempt = {
  readonly pool: Pool
  readonly endpointId: string
  /** Counts from 1. */
  readonly number: number
  /** To the head of its answer. */
  readonly timeoutMs: number
  readonly isWanted: Forwarding['isWanted']
}

export type Routing = {
  readonly places: Places
  /** Who is served first while all places are taken. */
  readonly importance: Importance
  /** Asked after a wait: for who has left no place is taken. */
  readonly isGone: () => boolean
  /** A GET or HEAD. */
  readonly isSafe: boolean
  /** Whether its body, if any, can be sent again. */
  readonly isKept: boolean
  readonly attempt: (attempt: Attempt) => Promise<Forwarded>
  /** What the repeats of all requests cost together. */
  readonly budget: Budget
  readonly tell: Tell
  readonly attemptsMax?: number
  readonly headMs: HeadMs
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** Of one request, the first included. */
export const attemptsUsual = 3

type Dropped = Extract<Forwarded, { readonly kind: 'dropped' }>
type Failed = Extract<Forwarded, { readonly kind: 'failed' }>

/**
 * Gives a request to an instance of web, and to another one where that is allowed: a GET or HEAD
 * before the first byte of an answer, a form only if it surely was not executed. All within a
 * budget, and before a deadline.
 */
export async function routeRequest(routing: Routing): Promise<Routed> {
  const deadline = createDeadline(routing.headMs, routing.clock)
  const tried: string[] = []
  let status: 502 | 503 | 504 = 503
  routing.budget.deposit()
  for (let number = 1; ; number++) {
    const progress = { number, tried, deadline }
    const place = await takePlace(routing, progress)
    if (place === undefined) break
    tried.push(place.endpointId)
    const forwarded = await attemptAt(place, routing, progress)
    if (forwarded.kind === 'answered' || forwarded.kind === 'gone') return forwarded
    status = statusOf(forwarded)
    // What was dropped was so for an attempt that is paid for.
    if (forwarded.kind === 'dropped') continue
    const { sent, reason: why } = forwarded
    if (!isRepeatable(routing, forwarded)) break
    // Who hangs, and is the only one, would be waited for twice.
    if (why === 'timeout' && !routing.places.hasOther(tried)) break
    if (!payForRepeat(routing, progress, { isUntouched: !sent, why })) break
  }
  return { kind: 'unanswered', status }
}

type Progress = {
  /** Of the attempt, counted from 1. */
  readonly number: number
  /** Instances that have been asked. */
  readonly tried: readonly string[]
  readonly deadline: Deadline
}

async function takePlace(
  { places, importance, isSafe, isKept }: Routing,
  { tried, deadline }: Progress
): Promise<Place | undefined> {
  const isRepeatable = isSafe && isKept
  const place = await places.take({ importance, tried, isRepeatable, waitMs: deadline.waitMs() })
  if (deadline.waitMs() >= 0) return place
  // Called in at the last moment, and a little later.
  place?.leave(saysNothing)
  return undefined
}

async function attemptAt(place: Place, routing: Routing, progress: Progress): Promise<Forwarded> {
  const { isKept, headMs } = routing
  const { number, tried, deadline } = progress
  const { endpointId, pool } = place
  const startedAt = performance.now()
  let [told, answeredMs]: [Told, number | undefined] = [saysNothing, undefined]
  try {
    const forwarded: Forwarded = routing.isGone()
      ? { kind: 'gone' }
      : await routing.attempt({
          pool,
          endpointId,
          number,
          timeoutMs: deadline.timeoutMs(),
          isWanted(status, received) {
            answeredMs = performance.now() - startedAt
            if (!isBetterElsewhere(routing, status, received)) return true
            if (!routing.places.hasOther(tried)) return true
            const isUntouched = isRefusal(status, received)
            return !payForRepeat(routing, progress, { isUntouched, why: `status ${status}` })
          }
        })
    const tookMs = answeredMs ?? performance.now() - startedAt
    told = toldBy(forwarded, { isKept, tookMs, patienceMs: headMs.attempt / 2 })
    return forwarded
  } finally {
    place.leave(told)
  }
}

/** Whether an answer of web is better not shown, because another instance may give a good one. */
function isBetterElsewhere(
  { isSafe, isKept }: Routing,
  status: number,
  received: IncomingHttpHeaders
): boolean {
  if (received['x-retry'] === 'no') return false
  if (isRefusal(status, received)) return isKept
  return isSafe && isKept && (status === 502 || status === 503 || status === 504)
}

/** Of what surely was not executed. */
function isRefusal(status: number, received: IncomingHttpHeaders): boolean {
  return status === 503 && received['x-not-processed'] === '1'
}

function isRepeatable({ isSafe, isKept }: Routing, { sent }: Failed): boolean {
  return !sent || (isSafe && isKept)
}

/**
 * Whether one more attempt is made, which is then paid for: asked once for each, when nothing else is
 * in its way. The first that surely was not executed is moved elsewhere rather than repeated, and
 * costs nothing.
 */
function payForRepeat(
  { budget, tell, attemptsMax = attemptsUsual }: Routing,
  { number, deadline }: Progress,
  { isUntouched, why }: { readonly isUntouched: boolean; readonly why: string }
): boolean {
  if (number >= attemptsMax || deadline.waitMs() < 0) return false
  const isFree = isUntouched && number === 1
  const isPaid = isFree || budget.withdraw()
  tell(isPaid ? { kind: 'retried', attempt: number, why } : { kind: 'budget-empty', why })
  return isPaid
}

function statusOf(forwarded: Dropped | Failed): 502 | 503 | 504 {
  if (forwarded.kind === 'dropped') return forwarded.status === 504 ? 504 : 503
  return forwarded.reason === 'timeout' ? 504 : 502
}
