import type { IncomingHttpHeaders } from 'node:http'
import type { Importance } from '@microzon/shared/admission'
import type { Pool } from 'undici'
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
  readonly attemptsMax?: number
}

/** Of one request, the first included. */
export const attemptsUsual = 3

/**
 * Gives a request to an instance of web, and to another one where that is allowed: a GET or HEAD
 * before the first byte of an answer, a form only if it surely was not executed.
 */
export async function routeRequest(routing: Routing): Promise<Routed> {
  const { places, importance, isSafe, isKept, attemptsMax = attemptsUsual } = routing
  const tried: string[] = []
  let status: 502 | 503 | 504 = 503
  for (let number = 1; number <= attemptsMax; number++) {
    const place = await places.take({ importance, tried, isRepeatable: isSafe && isKept })
    if (place === undefined) break
    tried.push(place.endpointId)
    const hasOther = number < attemptsMax && places.hasOther(tried)
    const forwarded = await attemptAt(place, routing, { number, hasOther })
    if (forwarded.kind === 'answered' || forwarded.kind === 'gone') return forwarded
    status = statusOf(forwarded)
    if (!isRepeatable(routing, forwarded)) break
  }
  return { kind: 'unanswered', status }
}

/** Whether an answer of web is better not shown, because another instance may give a good one. */
function isBetterElsewhere(
  { isSafe, isKept }: Routing,
  status: number,
  received: IncomingHttpHeaders
): boolean {
  if (received['x-retry'] === 'no') return false
  if (status === 503 && received['x-not-processed'] === '1') return isKept
  return isSafe && isKept && (status === 502 || status === 503 || status === 504)
}

function isRepeatable(
  { isSafe, isKept }: Routing,
  forwarded: Extract<Forwarded, { readonly kind: 'dropped' | 'failed' }>
): boolean {
  if (forwarded.kind === 'dropped' || !forwarded.sent) return true
  return isSafe && isKept
}

async function attemptAt(
  place: Place,
  routing: Routing,
  { number, hasOther }: { readonly number: number; readonly hasOther: boolean }
): Promise<Forwarded> {
  const { endpointId, pool } = place
  const startedAt = performance.now()
  let [told, headMs]: [Told, number | undefined] = [saysNothing, undefined]
  try {
    const forwarded: Forwarded = routing.isGone()
      ? { kind: 'gone' }
      : await routing.attempt({
          pool,
          endpointId,
          number,
          isWanted(status, received) {
            headMs = performance.now() - startedAt
            return !hasOther || !isBetterElsewhere(routing, status, received)
          }
        })
    const tookMs = headMs ?? performance.now() - startedAt
    told = toldBy(forwarded, { isKept: routing.isKept, tookMs })
    return forwarded
  } finally {
    place.leave(told)
  }
}

function statusOf(
  forwarded: Extract<Forwarded, { readonly kind: 'dropped' | 'failed' }>
): 502 | 503 | 504 {
  if (forwarded.kind === 'dropped') return forwarded.status === 504 ? 504 : 503
  return forwarded.reason === 'timeout' ? 504 : 502
}
