import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from './span.ts'

/** What travels with one call through a process, without being an argument of every function. */
export type CallContext = {
  /** The span that work started here belongs to. */
  readonly span?: Span
  /** The 128-bit trace id in hex, the same in every service that one click reaches. */
  readonly correlationId: string
  /** When the caller stops waiting: epoch milliseconds by the injected clock. */
  readonly deadlineAt?: number
  /** The signed token of the customer that the call is made for; passed on, never logged. */
  readonly customerToken?: string
  /** Only of a read: aborts when the caller has gone or the deadline has passed. */
  readonly signal?: AbortSignal
  readonly importance?: 'low' | 'normal' | 'high'
}

/**
 * Runs `work` so that `currentContext()` answers `context` in it and in all that it awaits.
 *
 * Read the context when a call is made and keep it. Events of a pooled connection run in the
 * context of the request that opened the connection, so whoever reads it there gets somebody else's
 * trace.
 */
export function runInContext<Result>(context: CallContext, work: () => Result): Result {
  return storage.run(context, work)
}

/** The context of the call that is being served; undefined in background work. */
export function currentContext(): CallContext | undefined {
  return storage.getStore()
}

/**
 * Runs `work` outside of any call. For timers and connections that outlive the request which
 * happens to start them: they would keep its context alive and log under its trace.
 */
export function runOutsideContext<Result>(work: () => Result): Result {
  return storage.run(undefined, work)
}

/**
 * Throws why, where the read that is being served is for nobody any more: before each statement of a
 * store. Whatever changes something runs on, and has no signal.
 */
export function throwIfUnwanted(): void {
  storage.getStore()?.signal?.throwIfAborted()
}

const storage = new AsyncLocalStorage<CallContext | undefined>()
