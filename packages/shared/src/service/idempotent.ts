import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError, isDomainError } from '../errors/index.ts'
import {
  fingerprintOf,
  isIdempotencyKey,
  type Answer,
  type Claim,
  type Once,
  type Outcome
} from '../idempotency/index.ts'
import { callerOf, customerOf } from './access.ts'
import { correlationIdOf, tellProblem } from './observe.ts'
import { problemAnswer, type ProblemBody, type StatusOf } from './problem.ts'

/**
 * A handler whose effect happens once per `Idempotency-Key`: claim, effect and answer in one local
 * transaction. A `DomainError` with a status below 500 is stored as the answer too. `work` awaits
 * nothing but the store.
 */
export function idempotent<Store, Request extends FastifyRequest>(
  { once, statusOf }: { readonly once: Pick<Once<Store>, 'run'>; readonly statusOf: StatusOf },
  work: (request: Request, store: Store) => Promise<Answer>
): (request: Request, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const outcome = await once.run(
      claimOf(request),
      store => work(request, store),
      error => storable(error, statusOf, request)
    )
    return sendOutcome(reply, outcome)
  }
}

/**
 * What makes two requests the same one. Throws `IDEMPOTENCY_KEY_MISSING` or
 * `IDEMPOTENCY_KEY_MALFORMED` (400). `body` stands for the request's own body where a part of it
 * must not count.
 */
export function claimOf(request: FastifyRequest, body: unknown = request.body): Claim {
  const { url: route = '', config } = request.routeOptions
  // Else the API document would not say that a key is needed.
  if (!config.keyed) throw new TypeError(`the config of ${route} does not say that it is keyed`)
  const key = request.headers['idempotency-key']
  if (key === undefined) {
    throw new DomainError('IDEMPOTENCY_KEY_MISSING', 'the header Idempotency-Key is needed')
  }
  if (!isIdempotencyKey(key)) {
    throw new DomainError('IDEMPOTENCY_KEY_MALFORMED', '16 to 64 of A-Z a-z 0-9 _ - are needed')
  }
  const principal = customerOf(request)?.customerId ?? callerOf(request)
  const scope = createHash('sha256')
    .update(`${principal}|${request.method} ${route}`)
    .digest('base64url')
  const { method, url: path } = request
  return { scope, key, fingerprint: fingerprintOf({ method, path, body, principal }) }
}

/** Sends the answer of the one time that the effect happened. */
export function sendOutcome(reply: FastifyReply, { answer, replayed }: Outcome): FastifyReply {
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (answer.status >= 400) {
    reply.type('application/problem+json')
    tellProblem(reply.request, answer.body as ProblemBody)
  }
  reply.headers(answer.headers ?? {})
  return reply.code(answer.status).send(answer.body)
}

function storable(error: unknown, statusOf: StatusOf, request: FastifyRequest): Answer | undefined {
  if (!isDomainError(error) || error.code.startsWith('IDEMPOTENCY_')) return undefined
  const answer = problemAnswer(error, { statusOf, correlationId: correlationIdOf(request) })
  return answer.status >= 500 ? undefined : answer
}
