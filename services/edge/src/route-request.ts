import type { IncomingHttpHeaders } from 'node:http'
import { pendingMax, pick, untried, type Endpoints, type Node } from '@microzon/shared/client'
import type { Pool } from 'undici'
import type { Forwarded, Forwarding } from './forward.ts'

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
  readonly endpoints: Endpoints<Pool>
  readonly random: () => number
  /** A GET or HEAD. */
  readonly isSafe: boolean
  /** Whether its body, if any, can be sent again. */
  readonly isKept: boolean
  readonly attempt: (attempt: Attempt) => Promise<Forwarded>
}

const attemptsMax = 3
const firstSetWaitMs = 1_000

/**
 * Gives a request to an instance of web, and to another one where that is allowed: a GET or HEAD
 * before the first byte of an answer, a form only if it surely was not executed.
 */
export async function routeRequest(routing: Routing): Promise<Routed> {
  const { endpoints, random, attempt } = routing
  if (endpoints.eligible().length === 0) await endpoints.ready(firstSetWaitMs)
  const tried: string[] = []
  let status: 502 | 503 | 504 = 503
  for (let number = 1; number <= attemptsMax; number++) {
    const free = endpoints.eligible().filter(({ pending }) => pending < pendingMax)
    if (free.length === 0) return { kind: 'unanswered', status }
    const node = pick(untried(free, tried), random)
    tried.push(node.endpoint.id)
    const hasOther =
      number < attemptsMax && free.some(({ endpoint }) => !tried.includes(endpoint.id))
    const isWanted: Forwarding['isWanted'] = (told, received) =>
      !hasOther || !isBetterElsewhere(routing, told, received)
    const { endpoint, way } = node
    const forwarded = await counted(node, () =>
      attempt({ pool: way, endpointId: endpoint.id, number, isWanted })
    )
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

async function counted(node: Node<Pool>, work: () => Promise<Forwarded>): Promise<Forwarded> {
  node.pending++
  try {
    return await work()
  } finally {
    node.pending--
  }
}

function statusOf(
  forwarded: Extract<Forwarded, { readonly kind: 'dropped' | 'failed' }>
): 502 | 503 | 504 {
  if (forwarded.kind === 'dropped') return forwarded.status === 504 ? 504 : 503
  return forwarded.reason === 'timeout' ? 504 : 502
}
