import type { FastifyError } from 'fastify'
import { Type, type Static, type TSchema } from 'typebox'
import { isDomainError, type DomainError } from '../errors/index.ts'
import type { Answer } from '../idempotency/index.ts'
import { isStoreError } from '../store/index.ts'

/** The body of every error: problem+json (RFC 9457) with a stable `code`. */
export const problemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  correlationId: Type.String(),
  details: Type.Optional(Type.Unknown())
})
export type ProblemBody = Static<typeof problemSchema>

export type StatusOf = Readonly<Record<string, number>>

/** A route's answers with the problems that any route may give. */
export function responses<Answers extends Readonly<Record<number, TSchema>>>(
  answers: Answers
): Answers & { '4xx': typeof problemSchema; '5xx': typeof problemSchema } {
  return { ...answers, '4xx': problemSchema, '5xx': problemSchema }
}

/**
 * What a client is told of an error, without the correlation id. `isOurFault` asks for a log line
 * with the stack.
 */
export type Told = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly details: unknown
  readonly isOurFault: boolean
}

/** Turns whatever was thrown into what may be told. The text of a fault of ours is not for strangers. */
export function tell(error: unknown, statusOf: StatusOf): Told {
  if (isDomainError(error)) {
    const status = statusOf[error.code] ?? chassisStatusOf[error.code]
    // A code without a status is our mistake, and a test of the tree finds it.
    if (status === undefined) return ourFault
    const { code, message: title, details } = error
    return { status, code, title, details, isOurFault: false }
  }
  if (isStoreError(error)) return { ...storeAway, code: error.code }
  return error instanceof Error ? tellFastifyError(error) : ourFault
}

/** What goes on the wire for it. */
export function problemOf(
  { status, code, title, details }: Told,
  correlationId: string
): ProblemBody {
  const type = `urn:microzon:problem:${code.toLowerCase().replaceAll('_', '-')}`
  const problem = { type, title, status, code, correlationId }
  return details === undefined ? problem : { ...problem, details }
}

/** A refusal as an answer that is stored and sent again; it keeps the correlation id of the first request. */
export function problemAnswer(
  error: DomainError,
  { statusOf, correlationId }: { readonly statusOf: StatusOf; readonly correlationId: string }
): Answer {
  const told = tell(error, statusOf)
  return { status: told.status, body: problemOf(told, correlationId) }
}

function tellFastifyError(error: Partial<FastifyError>): Told {
  if (error.validation !== undefined) {
    const errors = error.validation.slice(0, 20).map(({ instancePath, message }) => ({
      field: `${error.validationContext ?? ''}${instancePath}`,
      message: message ?? 'is not valid'
    }))
    const title = `the ${error.validationContext ?? 'request'} is not valid`
    return { ...refused, code: 'VALIDATION_FAILED', title, details: { errors } }
  }
  const known = fastifyErrors[error.code ?? '']
  if (known !== undefined) return { ...refused, ...known }
  // Others use `statusCode` too: what a peer or a driver says of its status is no mistake of our caller.
  const status = error.code?.startsWith('FST_') ? (error.statusCode ?? 500) : 500
  if (status >= 400 && status < 500) {
    return { ...refused, status, code: 'BAD_REQUEST', title: 'the request cannot be read' }
  }
  return ourFault
}

/** Not ours to mend by a change of code, and worth a line all the same. */
const storeAway = {
  status: 503,
  title: 'the store does not answer',
  details: undefined,
  isOurFault: true
}

const refused = { status: 400, details: undefined, isOurFault: false }

const ourFault: Told = {
  status: 500,
  code: 'INTERNAL',
  title: 'the service has failed',
  details: undefined,
  isOurFault: true
}

/** Statuses of the codes that the chassis itself throws. */
export const chassisStatusOf: StatusOf = {
  UNAUTHENTICATED_CALLER: 401,
  MISDIRECTED: 421,
  CALLER_NOT_ALLOWED: 403,
  CUSTOMER_REQUIRED: 401,
  DEADLINE_EXCEEDED: 504,
  OVERLOADED: 503,
  // Nobody reads it; it keeps the log free of what is no fault.
  CALLER_GONE: 499,
  NOT_FOUND: 404,
  IDEMPOTENCY_KEY_MISSING: 400,
  IDEMPOTENCY_KEY_MALFORMED: 400,
  IDEMPOTENCY_IN_FLIGHT: 409,
  IDEMPOTENCY_KEY_REUSED: 422
}

const fastifyErrors: Readonly<
  Record<string, { readonly status: number; readonly code: string; readonly title: string }>
> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    title: 'the body is too large'
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'the type of the body is not supported'
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'VALIDATION_FAILED',
    title: 'the body is empty'
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'VALIDATION_FAILED',
    title: 'the body is not JSON'
  }
}
