import type { Clock } from '../clock.ts'
import type { Revision } from './revision.ts'

/** Where the thing that is asked for stands. */
export type Position = {
  /** Of its last change. */
  readonly index: number
  /** What is not there does not end a wait by being changed elsewhere. */
  readonly exists: boolean
}

export type BlockingOptions = {
  readonly revision: Revision
  readonly clock: Clock
  readonly random: () => number
  /** What the client has seen; 0 does not wait. */
  readonly index: number
  /** 0 stands for five minutes; ten minutes at most. */
  readonly waitMs: number
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
}

/**
 * Resolves when the position is beyond the index that the client has seen, or when the wait is
 * over, which a random sixteenth prolongs so that many waits do not end together. The position is
 * compared with what the client brought and not with what it was when the wait began: a change in
 * between would be lost.
 */
export async function blockUntilChanged(
  positionNow: () => Position,
  options: BlockingOptions
): Promise<void> {
  const { revision, clock, random, index, signal } = options
  if (index === 0) return
  const asked = Math.min(options.waitMs, waitMs.most) || waitMs.usual
  const until = clock.now() + asked + (random() * asked) / 16
  let seen = index
  let wasAbsent = false
  while (!signal.aborted) {
    const position = positionNow()
    // Elsewhere's changes raise the index of what does not exist. The first look tells the client
    // so, the next do not.
    if (!position.exists && wasAbsent) seen = position.index
    wasAbsent = !position.exists
    if (position.index > seen) return
    const rest = until - clock.now()
    if (rest <= 0) return
    await nextWrite(revision, { clock, ms: rest, signal })
  }
}

const waitMs = { usual: 300_000, most: 600_000 }

function nextWrite(
  revision: Revision,
  options: { readonly clock: Clock; readonly ms: number; readonly signal: AbortSignal }
): Promise<void> {
  const { clock, ms, signal } = options
  return new Promise(resolve => {
    const done = (): void => {
      cancelTimer()
      cancelListener()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancelTimer = clock.after(ms, done)
    const cancelListener = revision.onNext(done)
    signal.addEventListener('abort', done)
  })
}
