import type { Clock } from '../client/index.ts'
import { importances, type Importance } from './importance.ts'

/** Who waits for a place, for a bounded time, the most important first and then in their order. */
export type WaitingRoom = {
  /** Takes a seat. Waits at most `msMax`, and no longer than the room has patience. */
  wait(importance: Importance, msMax: number): Waiter
  /** Calls in the first for whom `isMeant` holds; false when there is nobody. */
  callIn(isMeant?: (importance: Importance) => boolean): boolean
  size(): number
}

export type Waiter = {
  /** Whether it was called in, and not sent away because it waited too long or had no seat. */
  readonly called: Promise<boolean>
  /** Gives up the seat. */
  leave(): void
}

export type Patience = {
  readonly seats: number
  /** How long one may wait in a burst, which passes by itself. */
  readonly burstMs: number
  /** How long one may wait once the room has not been empty for `burstMs`: more comes than is served. */
  readonly standingMs: number
}

type Seat = { readonly settle: (isCalled: boolean) => void }

/**
 * After the controlled delay of Facebook's servers ("Fail at Scale", ACM Queue 13-8, after CoDel):
 * a burst is waited out, but a queue that never empties only makes everybody late. With no seat
 * left, the last one of less importance goes.
 */
export function createWaitingRoom(patience: Patience, clock: Clock): WaitingRoom {
  const rows: Readonly<Record<Importance, Set<Seat>>> = {
    high: new Set(),
    normal: new Set(),
    low: new Set()
  }
  let size = 0
  let filledAt = 0
  const wait = (importance: Importance, msMax: number): Waiter => {
    const now = clock.now()
    if (size === 0) filledAt = now
    const isStanding = now - filledAt >= patience.burstMs
    const ms = Math.min(msMax, isStanding ? patience.standingMs : patience.burstMs)
    if (ms <= 0 || (size >= patience.seats && !sendAwayBelow(rows, importance))) return sentAway
    const { promise: called, resolve } = Promise.withResolvers<boolean>()
    const seat: Seat = {
      settle(isCalled) {
        if (!rows[importance].delete(seat)) return
        size--
        cancel()
        resolve(isCalled)
      }
    }
    const leave = (): void => seat.settle(false)
    const cancel = clock.after(ms, leave)
    rows[importance].add(seat)
    size++
    return { called, leave }
  }
  return {
    wait,
    callIn(isMeant = () => true) {
      for (const importance of importances) {
        const [first] = rows[importance]
        if (first !== undefined && isMeant(importance)) {
          first.settle(true)
          return true
        }
      }
      return false
    },
    size: () => size
  }
}

/** Makes room by sending away the last who is less important than `importance`, if there is one. */
function sendAwayBelow(
  rows: Readonly<Record<Importance, ReadonlySet<Seat>>>,
  importance: Importance
): boolean {
  const below = importances.slice(importances.indexOf(importance) + 1)
  const last = below.flatMap(lower => [...rows[lower]]).at(-1)
  last?.settle(false)
  return last !== undefined
}

const sentAway: Waiter = { called: Promise.resolve(false), leave: () => undefined }
