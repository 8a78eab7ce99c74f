import type { Fault } from './fault.ts'
import type { Piece } from './pieces.ts'

/** A limited way may catch up on so much time at once. */
const burstMs = 100
const slowPumpMs = 20

/** How much may go on now. `later`: look again after so many milliseconds; `cut`: then no more. */
export type Allowed =
  | { readonly kind: 'now'; readonly count: number }
  | { readonly kind: 'later'; readonly ms: number }
  | { readonly kind: 'cut'; readonly count: number }

type Allowing = {
  readonly piece: Piece
  readonly passed: number
  readonly rate: Rate
  readonly isAnswer: boolean
  readonly now: number
}

/** How much of the first piece may go on, and when. */
export function allow(fault: Fault, { piece, passed, rate, isAnswer, now }: Allowing): Allowed {
  const { bytes, arrivedAt, jitter } = piece
  const all: Allowed = { kind: 'now', count: bytes.length }
  switch (fault.kind) {
    case 'none':
    case 'hang':
    case 'reset':
      return all
    case 'latency': {
      const waitMs = arrivedAt + fault.ms + jitter * fault.jitterMs - now
      return isAnswer && waitMs > 0 ? { kind: 'later', ms: Math.ceil(waitMs) } : all
    }
    case 'cut': {
      const left = fault.afterBytes - passed
      if (!isAnswer || bytes.length < left) return all
      return { kind: 'cut', count: Math.max(0, left) }
    }
    case 'bandwidth': {
      const count = rate.take(fault.bytesPerSecond, bytes.length)
      return count > 0 ? { kind: 'now', count } : { kind: 'later', ms: slowPumpMs }
    }
    default:
      return fault satisfies never
  }
}

export type Rate = { take(bytesPerSecond: number, wanted: number): number }

/** A token bucket that starts empty, so that a new connection is no way around the limit. */
export function createRate(clock: () => number): Rate {
  let [tokens, last] = [0, clock()]
  return {
    take(bytesPerSecond, wanted) {
      const now = clock()
      const most = Math.max(1, (bytesPerSecond * burstMs) / 1_000)
      tokens = Math.min(most, tokens + ((now - last) * bytesPerSecond) / 1_000)
      last = now
      const count = Math.min(wanted, Math.floor(tokens))
      tokens -= count
      return count
    }
  }
}
