import type { Span } from '../telemetry/index.ts'
import type { Headers, Method } from './types.ts'

/** A call on its way down the stack: what `CallRequest` asks, made exact. A layer hands on a changed copy. */
export type Call = {
  readonly target: string
  readonly method: Method
  readonly path: string
  readonly operation: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly repeat: Repeat
  /** Epoch milliseconds. */
  readonly deadlineAt: number
  readonly attemptMs: number
  /** Counts from 1; `retry` raises it. */
  readonly attempt: number
  /** Ids of the endpoints that this call has been sent to. */
  readonly tried: readonly string[]
  readonly span: Span | undefined
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined
  /**
   * Told by `send` at the moment the request is put on a live connection: from then on it may be
   * executed.
   */
  readonly onSent: () => void
  /** Told by `retry` when an attempt that was sent was refused before anything was executed. */
  readonly onNotProcessed: () => void
  readonly onAttempt: (attempt: number, endpointId: string) => void
}

/** What may be done again, by RFC 9110 9.2.2 and the idempotency key. */
export type Repeat = 'safe' | 'idempotent' | 'keyed' | 'unkeyed'

/**
 * How one attempt, or the whole call, ended. The stack returns failures; it throws only for our own
 * mistakes.
 */
export type Outcome = Reply | Failure

export type Reply = {
  readonly kind: 'reply'
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

export type Failure = {
  readonly kind: 'failure'
  readonly reason: FailureReason
  /** False only where it is certain that the peer has not seen the request. */
  readonly sent: boolean
}

export type FailureReason =
  | 'no-endpoint'
  | 'refused'
  | 'lost'
  | 'attempt-timeout'
  | 'deadline'
  | 'overload'
  | 'too-large'

/** Carries a call out. */
export type Send = (call: Call) => Promise<Outcome>

/** Adds one behaviour to a `Send` and nothing else. */
export type Layer = (next: Send) => Send

/** Composes layers so that they read top to bottom: the first sees the call first. */
export function stack(...layers: readonly Layer[]): Layer {
  return send => layers.reduceRight((next, layer) => layer(next), send)
}
