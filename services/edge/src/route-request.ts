import { pendingMax, pick, untried, type Endpoints, type Node } from '@microzon/shared/client'
import type { Pool } from 'undici'
import type { Forwarded } from './forward.ts'

/** What the browser is told when no instance of web has answered. */
export type Unanswered = { readonly kind: 'unanswered'; readonly status: 502 | 503 | 504 }

const attemptsMax = 3
const firstSetWaitMs = 1_000

/**
 * Gives a request to an instance of web, and to another one where that is allowed: a GET or HEAD before the first byte of
 * an answer, a form only if it surely was not sent.
 */
export async function routeRequest(options: {
  readonly endpoints: Endpoints<Pool>
  readonly random: () => number
  readonly isSafe: boolean
  /** False for a body that has flowed away. */
  readonly isRepeatable: boolean
  readonly attempt: (pool: Pool, endpointId: string) => Promise<Forwarded>
}): Promise<Extract<Forwarded, { readonly kind: 'answered' }> | Unanswered> {
  const { endpoints, random, isSafe, isRepeatable, attempt } = options
  if (endpoints.eligible().length === 0) await endpoints.ready(firstSetWaitMs)
  const tried: string[] = []
  let status: Unanswered['status'] = 503
  for (let count = 0; count < attemptsMax; count++) {
    const free = endpoints.eligible().filter(({ pending }) => pending < pendingMax)
    if (free.length === 0) return { kind: 'unanswered', status: 503 }
    const node = pick(untried(free, tried), random)
    tried.push(node.endpoint.id)
    const forwarded = await counted(node, attempt)
    if (forwarded.kind === 'answered') return forwarded
    status = statusOf(forwarded)
    const wasNotExecuted = forwarded.kind === 'not-processed' || !forwarded.sent
    if (!isRepeatable || !(isSafe || wasNotExecuted)) break
  }
  return { kind: 'unanswered', status }
}

async function counted(
  node: Node<Pool>,
  attempt: (pool: Pool, endpointId: string) => Promise<Forwarded>
): Promise<Forwarded> {
  node.pending++
  try {
    return await attempt(node.way, node.endpoint.id)
  } finally {
    node.pending--
  }
}

function statusOf(forwarded: Exclude<Forwarded, { readonly kind: 'answered' }>): 502 | 503 | 504 {
  if (forwarded.kind === 'not-processed') return 503
  return forwarded.reason === 'timeout' ? 504 : 502
}
