import type { Call, Repeat } from './call.ts'
import type { CallRequest } from './types.ts'

const deadlineMsUsual = 2_000
const attemptMsUsual = 1_000

/** What the stack needs to know beside the request itself. */
export type CallOptions = {
  readonly target: string
  readonly serviceToken: string
  readonly customerToken: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** The limit of the request that is being served. */
  readonly callerDeadlineAt: number | undefined
}

/** Makes the call that goes down the stack: body written once, key and identity fixed for all attempts. */
export function callOf(request: Omit<CallRequest, 'answer'>, options: CallOptions): Call {
  const { method, path, operation, body, idempotencyKey } = request
  const own = options.now + (request.deadlineMs ?? deadlineMsUsual)
  return {
    target: options.target,
    method,
    path,
    operation,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${options.serviceToken}`,
      ...(options.customerToken && { 'x-customer-token': options.customerToken }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    repeat: repeatOf(request),
    deadlineAt: Math.min(own, options.callerDeadlineAt ?? own),
    attemptMs: request.attemptMs ?? attemptMsUsual,
    attempt: 1,
    tried: [],
    span: undefined,
    signal: undefined,
    onSent: () => {},
    onNotProcessed: () => {},
    onAttempt: () => {}
  }
}

function repeatOf({
  method,
  idempotencyKey
}: Pick<CallRequest, 'method' | 'idempotencyKey'>): Repeat {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return 'safe'
    case 'PUT':
    case 'DELETE':
      return 'idempotent'
    case 'POST':
      return idempotencyKey === undefined ? 'unkeyed' : 'keyed'
  }
  return method satisfies never
}
