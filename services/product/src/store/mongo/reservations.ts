import { isDuplicateKey } from '@microzon/shared/mongo'
import {
  reservationStep,
  type Reservation,
  type ReservationOutcome,
  type Settlement,
  type Shortage
} from '../../domain/reservation.ts'
import { forgetForbidden, giveBack, look, partsOf, take } from './holds.ts'
import { limits, type HeldLine, type ReservationRecord } from './records.ts'
import {
  change,
  finishKeep,
  finishReturn,
  forget,
  isBusy,
  isFree,
  lock,
  lockOf,
  settle,
  tryLock,
  unlock,
  type Work
} from './reservation-lock.ts'

/** How often stock is looked at again that was there when it was looked at and not when it was taken. */
const takesMax = 10
/** How late a command can be that was given up. */
const forbiddenMs = 24 * 60 * 60_000

export async function reserve(work: Work, reservation: Reservation): Promise<ReservationOutcome> {
  const { orderId, lines, expiresAt } = reservation
  const seen = await look(work.collections, lines)
  const fresh = await begin(work, reservation, seen.lines)
  if (fresh !== undefined) return takeAll(work, fresh, reservation)
  const known = await lock(work, orderId)
  // It has gone between the two.
  if (known === undefined) throw isBusy()
  const state = stateOf(known)
  const step = reservationStep({ state, lines: known.lines }, lines)
  switch (step) {
    case 'mismatch':
      await unlock(work, orderId)
      return { kind: 'mismatch' }
    case 'confirmed':
      await unlock(work, orderId)
      return { kind: 'confirmed' }
    case 'extend':
      await change(work, known, { endsAt: expiresAt, lock: null })
      return { kind: 'reserved', expiresAt }
    case 'take':
      return takeAll(work, await beginAgain(work, known, seen.lines), reservation)
    default:
      return step satisfies never
  }
}

export async function confirm(work: Work, orderId: string): Promise<Settlement> {
  const known = await lock(work, orderId)
  if (known === undefined) return { kind: 'unknown' }
  if (stateOf(known) === 'confirmed') {
    await unlock(work, orderId)
    return { kind: 'done' }
  }
  let reserved = known
  if (known.state === 'expired') {
    const { lines } = await look(work.collections, known.lines)
    const again = await beginAgain(work, known, lines)
    const shortages = await takeLines(work, again)
    if (shortages !== undefined) {
      await giveUp(work, again)
      return { kind: 'out-of-stock', shortages }
    }
    reserved = again
  }
  const keeping = await change(work, reserved, { state: 'keeping', endsAt: work.clock() })
  await finishKeep(work, keeping)
  await unlock(work, orderId)
  return { kind: 'done' }
}

export async function release(work: Work, orderId: string): Promise<Settlement> {
  const known = await lock(work, orderId)
  if (known === undefined) return { kind: 'done' }
  if (stateOf(known) === 'confirmed') {
    await unlock(work, orderId)
    return { kind: 'confirmed' }
  }
  if (known.state === 'reserved') {
    await finishReturn(work, await change(work, known, { state: 'returning', next: 'none' }))
  } else await forget(work, orderId)
  return { kind: 'done' }
}

export async function expireReservations(work: Work, now: number, limit: number): Promise<number> {
  const { reservations } = work.collections
  const due = { state: 'reserved', endsAt: { $lte: now } } as const
  const found = await reservations
    .find({ ...due, $or: isFree(work) }, { projection: { _id: 1 }, ...limits })
    .sort({ endsAt: 1 })
    .limit(limit)
    .toArray()
  let expired = 0
  for (const { _id } of found) {
    const record = await tryLock(work, { ...due, _id })
    if (record === undefined) continue
    const returning = await change(work, record, { state: 'returning', next: 'expired' })
    await finishReturn(work, returning, now)
    await unlock(work, _id)
    expired += 1
  }
  return expired
}

export async function forgetReservations(
  { collections: { reservations } }: Work,
  before: number,
  limit: number
): Promise<number> {
  const ended = {
    state: { $in: ['confirmed', 'expired'] },
    endsAt: { $lt: before },
    lock: null
  } as const
  const found = await reservations
    .find(ended, { projection: { _id: 1 }, ...limits })
    .limit(limit)
    .toArray()
  if (found.length === 0) return 0
  const ids = found.map(({ _id }) => _id)
  return (await reservations.deleteMany({ ...ended, _id: { $in: ids } }, limits)).deletedCount
}

/** Ends what whoever had the lock has left in the middle, at most `limit`; returns how many. */
export async function settleDead(work: Work, limit: number): Promise<number> {
  const { collections, clock } = work
  await forgetForbidden(collections, clock() - forbiddenMs)
  const dead = { 'lock.until': { $lte: clock() } }
  const found = await collections.reservations
    .find(dead, { projection: { _id: 1 }, ...limits })
    .limit(limit)
    .toArray()
  for (const { _id } of found) {
    const record = await tryLock(work, { _id })
    if (record === undefined) continue
    await settle(work, record)
    await unlock(work, _id)
  }
  return found.length
}

/** Writes down what is going to be taken, before anything is; undefined when the order is known. */
async function begin(
  work: Work,
  { orderId, expiresAt }: Reservation,
  lines: readonly HeldLine[]
): Promise<ReservationRecord | undefined> {
  const record: ReservationRecord = {
    _id: orderId,
    state: 'taking',
    attempt: work.createId(),
    lines,
    endsAt: expiresAt,
    next: 'none',
    lock: lockOf(work)
  }
  try {
    await work.collections.reservations.insertOne(record, limits)
    return record
  } catch (error) {
    if (isDuplicateKey(error)) return undefined
    throw error
  }
}

async function beginAgain(
  work: Work,
  known: ReservationRecord,
  lines: readonly HeldLine[]
): Promise<ReservationRecord> {
  const attempt = work.createId()
  return change(work, known, { state: 'taking', next: 'expired', attempt, lines })
}

async function takeAll(
  work: Work,
  record: ReservationRecord,
  { expiresAt }: Reservation
): Promise<ReservationOutcome> {
  const shortages = await takeLines(work, record)
  if (shortages === undefined) {
    await change(work, record, { state: 'reserved', endsAt: expiresAt, lock: null })
    return { kind: 'reserved', expiresAt }
  }
  await giveUp(work, record)
  return { kind: 'out-of-stock', shortages }
}

/** Nothing is held: the reservation becomes what it was. */
async function giveUp(work: Work, record: ReservationRecord): Promise<void> {
  if (record.next === 'none') await forget(work, record._id)
  else await change(work, record, { state: 'expired', lock: null })
}

/** Takes all lines, or none and tells what is missing. */
async function takeLines(
  { collections }: Work,
  { lines, attempt }: ReservationRecord
): Promise<readonly Shortage[] | undefined> {
  for (let time = 0; time < takesMax; time += 1) {
    const { shortages } = await look(collections, lines)
    if (shortages.length > 0) return shortages
    const parts = partsOf(lines, attempt)
    const taken: (typeof parts)[number][] = []
    for (const part of parts) {
      if (!(await take(collections, part))) break
      taken.push(part)
    }
    if (taken.length === parts.length) return undefined
    for (const part of taken) await giveBack(collections, part)
  }
  throw isBusy()
}

function stateOf({ state }: ReservationRecord): 'reserved' | 'confirmed' | 'expired' {
  if (state === 'keeping') return 'confirmed'
  return state === 'confirmed' || state === 'expired' ? state : 'reserved'
}
