import type { Clock } from '../client/index.ts'
import { createGradientLimit, type LimitRange } from './gradient-limit.ts'
import type { Importance } from './importance.ts'
import { refusalChance } from './lateness.ts'
import type { DelayProbe } from './loop-delay.ts'
import { createSlowdown } from './slowdown.ts'
import { createWaitingRoom, type Patience } from './waiting-room.ts'

/** Who gets a place in a process that can do only so much at a time. */
export type Admission = {
  enter(request: Asking): Entered | Waiting
  state(): AdmissionState
  close(): void
}

export type Asking = {
  readonly importance: Importance
  /** Of few values: what usually takes how long is remembered by it. */
  readonly route: string
  /** What is left of the caller's time. */
  readonly leftMs: number
}

export type Entered =
  /** `leave` gives the place back; `isUsual` says that its time tells how fast the process is. */
  | { readonly kind: 'admitted'; readonly leave: (isUsual: boolean) => void }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }

export type RefusalReason = 'limit' | 'late'

export type Waiting = {
  readonly kind: 'waiting'
  readonly entered: Promise<Entered>
  /** The caller has gone. */
  readonly leave: () => void
}

export type AdmissionState = {
  readonly limit: number
  readonly inFlight: number
  readonly waiting: number
  /** Mean delay of the event loop, over the better of the last two seconds. */
  readonly lateMs: number
}

export type AdmissionOptions = {
  readonly range: LimitRange
  readonly patience: Patience
  /** Monotonic; below a millisecond. */
  readonly clock: Clock
  readonly delay: DelayProbe
  readonly random: () => number
}

/** As many as Netflix starts with; the room takes what a few callers send in a burst. */
export const rangeUsual: LimitRange = { initial: 20, min: 8, max: 200 }
/**
 * For who waits for others more than it works: what is slow behind it is a reason to take fewer, but not
 * to take hardly any. Eight orders that wait for a slow card must not keep the ninth out.
 */
export const rangeOfWaiting: LimitRange = { initial: 64, min: 32, max: 200 }
export const patienceUsual: Patience = { seats: 200, burstMs: 500, standingMs: 100 }

const windowMs = 1_000
const windowSamplesMin = 10
/** What each may fill of the limit, so that those who matter more find a place at once. */
const shares: Readonly<Record<Importance, number>> = { low: 0.8, normal: 0.9, high: 1 }

/**
 * Lets in as many requests as the process can do at a time, which it learns from their latency, and
 * refuses while the event loop is late, the least important first. Who finds all places taken waits
 * a little: a burst is no overload.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { clock, random } = options
  const limit = createGradientLimit(options.range)
  const room = createWaitingRoom(options.patience, clock)
  const window = createWindow(limit, clock)
  const lateness = createLateness(options)
  let inFlight = 0
  const hasPlace = (importance: Importance): boolean =>
    inFlight < Math.max(1, Math.floor(limit.current() * shares[importance]))
  const occupy = (route: string): Entered => {
    const startedAt = clock.now()
    window.saw(++inFlight)
    let isHeld = true
    return {
      kind: 'admitted',
      leave(isUsual) {
        if (!isHeld) return
        isHeld = false
        inFlight--
        if (isUsual) window.add(route, clock.now() - startedAt)
        while (room.callIn(hasPlace)) inFlight++
      }
    }
  }
  return {
    enter({ importance, route, leftMs }) {
      if (random() < refusalChance(importance, lateness.readMs())) return refusedLate
      if (hasPlace(importance)) return occupy(route)
      window.limited()
      // Half of the caller's time is for the work.
      const { called, leave } = room.wait(importance, leftMs / 2)
      const entered = called.then(isCalled => {
        if (!isCalled) return refusedLimit
        // The place was kept for this one, from the moment that it was called in.
        inFlight--
        return occupy(route)
      })
      return { kind: 'waiting', entered, leave }
    },
    state: () => ({
      limit: limit.current(),
      inFlight,
      waiting: room.size(),
      lateMs: lateness.readMs()
    }),
    close: options.delay.close
  }
}

const refusedLate: Entered = { kind: 'refused', reason: 'late' }
const refusedLimit: Entered = { kind: 'refused', reason: 'limit' }

/** What is seen between two lessons of the limit. */
function createWindow(limit: ReturnType<typeof createGradientLimit>, clock: Clock) {
  const slowdown = createSlowdown()
  let [startedAt, inFlightMax, isLimited] = [clock.now(), 0, false]
  return {
    saw: (inFlight: number): void => void (inFlightMax = Math.max(inFlightMax, inFlight)),
    limited: (): void => void (isLimited = true),
    add(route: string, durationMs: number): void {
      slowdown.add(route, durationMs)
      const now = clock.now()
      if (now - startedAt < windowMs || slowdown.samples() < windowSamplesMin) return
      const pressure = !isLimited ? 'none' : limit.isAtMin() ? 'other' : 'own'
      limit.learn({ slowdown: slowdown.endWindow(pressure), inFlightMax })
      startedAt = now
      inFlightMax = 0
      isLimited = false
    }
  }
}

/**
 * Reads the probe once in a window. The lesser of two in a row: a start, or one long turn, makes a
 * process late that is not overloaded.
 */
function createLateness({ delay, clock }: Pick<AdmissionOptions, 'delay' | 'clock'>) {
  let [readAt, beforeMs, lastMs] = [clock.now(), 0, 0]
  return {
    readMs(): number {
      const now = clock.now()
      if (now - readAt >= windowMs) {
        readAt = now
        beforeMs = lastMs
        lastMs = delay.read()
      }
      return Math.min(beforeMs, lastMs)
    }
  }
}
