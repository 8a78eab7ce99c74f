import type { Span } from '../telemetry/index.ts'
import type { Flight, Progress } from './flight.ts'
import type { Headers, Method } from './types.ts'

/** A call on its way down the stack: what `CallRequest` asks, made exact. A layer hands on a changed copy. */
export type Call = {
  readonly target: string
  readonly method: Method
  readonly path: string
  readonly operation: string
  readonly headers: Headers
  readonly body: string | undefined
  /** What the caller gave; `key` writes it into the headers. */
  readonly idempotencyKey: string | undefined
  readonly repeat: Repeat
  readonly importance: Importance
  /** Epoch milliseconds. */
  readonly deadlineAt: number
  /** What the caller told, which nothing changes. */
  readonly attemptMs: number | undefined
  /** Milliseconds that an answer is passed on without asking again, and that it may stand in for none. */
  readonly cache: { readonly freshMs: number; readonly staleMs: number } | undefined
  /** Whether the body of a 200 is what was asked for. Only of a call with `cache`, which keeps no other. */
  readonly accepts: ((body: string) => boolean) | undefined
  readonly hedge: boolean
  /** Counts from 1; `retry` raises it. */
  readonly attempt: number
  readonly span: Span | undefined
  /** Aborted when the caller of a safe call has gone. */
  readonly signal: AbortSignal | undefined
  /** Of the whole call. */
  readonly progress: Progress
  /** Of this attempt; above `retry` of the first one. */
  readonly flight: Flight
}

export type Importance = 'low' | 'normal' | 'high'

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
  /** How old it is in milliseconds, where it stands in for an answer that did not come. */
  readonly ageMs?: number
}

export type Failure = {
  readonly kind: 'failure'
  readonly reason: FailureReason
  /** False only where it is certain that the peer has not seen the request. */
  readonly sent: boolean
}

/**
 * `overload`: all endpoints are full; `limited`, `throttled`, `open`: refused by this side before
 * an endpoint was picked, and not to be tried again within the call.
 */
export type FailureReason =
  | 'no-endpoint'
  | 'refused'
  | 'lost'
  | 'attempt-timeout'
  | 'deadline'
  | 'overload'
  | 'limited'
  | 'throttled'
  | 'open'
  | 'too-large'

/** Carries a call out. */
export type Send = (call: Call) => Promise<Outcome>

/** Adds one behaviour to a `Send` and nothing else. */
export type Layer = (next: Send) => Send

/** Composes layers so that they read top to bottom: the first sees the call first. */
export function stack(...layers: readonly Layer[]): Layer {
  return send => layers.reduceRight((next, layer) => layer(next), send)
}

/** A refusal by this side: nothing has left it. */
export function refusal(reason: FailureReason): Failure {
  return { kind: 'failure', reason, sent: false }
}
