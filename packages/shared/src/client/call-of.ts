import { importanceHeader } from '../admission/importance.ts'
import type { Call, Importance, Repeat } from './call.ts'
import { createProgress, startFlight } from './flight.ts'
import { isOfShape } from './result.ts'
import type { CallRequest, Headers, Method } from './types.ts'

const deadlineMsUsual = 2_000

/** What the stack needs to know beside the request itself. */
export type CallOptions = {
  readonly target: string
  readonly serviceToken: string
  readonly customerToken: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** The limit of the request that is being served. */
  readonly callerDeadlineAt: number | undefined
  /** Aborts when the caller has gone. */
  readonly callerSignal?: AbortSignal | undefined
  readonly importance?: Importance | undefined
}

/** Makes the call that goes down the stack: body written once, identity fixed for all attempts. */
export function callOf(request: CallRequest, options: CallOptions): Call {
  const { method, path, operation, body, answer, idempotencyKey, cache, hedge = false } = request
  const { target, now, callerDeadlineAt, callerSignal, importance = 'normal' } = options
  const own = now + (request.deadlineMs ?? deadlineMsUsual)
  const repeat = repeatOf(method)
  const progress = createProgress()
  return {
    target,
    method,
    path,
    operation,
    headers: headersOf(request, options),
    body: body === undefined ? undefined : JSON.stringify(body),
    idempotencyKey,
    repeat,
    importance,
    deadlineAt: callerDeadlineAt === undefined ? own : Math.min(own, callerDeadlineAt),
    attemptMs: request.attemptMs,
    cache,
    accepts: cache && answer && (text => isOfShape(answer, text)),
    hedge,
    attempt: 1,
    span: undefined,
    // Work that changes something runs on, so that its outcome is known to whoever asks again.
    signal: repeat === 'safe' ? callerSignal : undefined,
    progress,
    flight: startFlight(progress)
  }
}

function headersOf({ body, cache }: CallRequest, options: CallOptions): Headers {
  const { serviceToken, customerToken, importance } = options
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: `Bearer ${serviceToken}`
  }
  if (importance !== undefined) headers[importanceHeader] = importance
  // What one customer may see must not be kept for the next.
  if (customerToken && cache === undefined) headers['x-customer-token'] = customerToken
  if (body !== undefined) headers['content-type'] = 'application/json'
  return headers
}

/** Without the key, which a layer adds. */
function repeatOf(method: Method): Repeat {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return 'safe'
    case 'PUT':
    case 'DELETE':
      return 'idempotent'
    case 'POST':
      return 'unkeyed'
  }
  return method satisfies never
}
