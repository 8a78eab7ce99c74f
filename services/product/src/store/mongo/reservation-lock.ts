import { setTimeout as delay } from 'node:timers/promises'
import { StoreError } from '@microzon/shared/store'
import { forbid, giveBack, keep, partsOf } from './holds.ts'
import { limits, type Context, type ReservationRecord } from './records.ts'

/** Who works on an order: the same for every run of one call. */
export type Work = Context & { readonly holder: string }

/** After so long whoever had it is taken for dead. */
const leaseMs = 15_000
const waitMs = 3_000
const pollMs = 15

/**
 * The order's reservation, locked: nobody else changes it. What died in the middle is ended first, so
 * that it is `reserved`, `confirmed` or `expired`.
 */
export async function lock(work: Work, orderId: string): Promise<ReservationRecord | undefined> {
  const endsAt = performance.now() + waitMs
  for (;;) {
    const found = await tryLock(work, { _id: orderId })
    if (found !== undefined) {
      const settled = await settle(work, found)
      if (settled !== undefined) return settled
      continue
    }
    const { reservations } = work.collections
    if ((await reservations.countDocuments({ _id: orderId }, limits)) === 0) return undefined
    if (performance.now() > endsAt) throw isBusy()
    await delay(Math.random() * pollMs)
  }
}

/** The first reservation that matches and is free, as it was; locked from then on. */
export async function tryLock(
  work: Work,
  filter: Readonly<Record<string, unknown>>
): Promise<ReservationRecord | undefined> {
  const found = await work.collections.reservations.findOneAndUpdate(
    { ...filter, $or: isFree(work) },
    { $set: { lock: lockOf(work) } },
    { returnDocument: 'before', ...limits }
  )
  return found ?? undefined
}

/** Ends what died in the middle; undefined when nothing is left of it. */
export async function settle(
  work: Work,
  record: ReservationRecord
): Promise<ReservationRecord | undefined> {
  switch (record.state) {
    case 'taking':
      // Whoever began it may be slow and not dead.
      await each(record, part => forbid(work, part))
      return finishReturn(work, record)
    case 'returning':
      return finishReturn(work, record)
    case 'keeping':
      return finishKeep(work, record)
    case 'reserved':
    case 'confirmed':
    case 'expired':
      return record
    default:
      return record.state satisfies never
  }
}

/** Gives everything back that was taken. Undefined when the reservation has gone. */
export async function finishReturn(
  work: Work,
  record: ReservationRecord,
  endsAt = work.clock()
): Promise<ReservationRecord | undefined> {
  await each(record, part => giveBack(work.collections, part))
  if (record.next === 'none') {
    await forget(work, record._id)
    return undefined
  }
  return change(work, record, { state: 'expired', endsAt })
}

/** It is confirmed already; from now on its products need not know of it. */
export async function finishKeep(
  work: Work,
  record: ReservationRecord
): Promise<ReservationRecord> {
  await each(record, part => keep(work.collections, part))
  return change(work, record, { state: 'confirmed' })
}

/** Throws when somebody else has the lock by now. */
export async function change(
  { collections, holder }: Work,
  record: ReservationRecord,
  changes: Partial<ReservationRecord>
): Promise<ReservationRecord> {
  const { matchedCount } = await collections.reservations.updateOne(
    { _id: record._id, 'lock.holder': holder },
    { $set: changes },
    limits
  )
  if (matchedCount === 0) throw isBusy()
  return { ...record, ...changes }
}

export async function unlock(work: Work, orderId: string): Promise<void> {
  await work.collections.reservations.updateOne(
    { _id: orderId, 'lock.holder': work.holder },
    { $set: { lock: null } },
    limits
  )
}

export async function forget({ collections, holder }: Work, orderId: string): Promise<void> {
  await collections.reservations.deleteOne({ _id: orderId, 'lock.holder': holder }, limits)
}

/** Nobody works on it, or whoever did so is dead, or it is us. */
export function isFree({ clock, holder }: Pick<Work, 'clock' | 'holder'>) {
  return [{ lock: null }, { 'lock.until': { $lte: clock() } }, { 'lock.holder': holder }]
}

export function lockOf({ clock, holder }: Pick<Work, 'clock' | 'holder'>) {
  return { holder, until: clock() + leaseMs }
}

export function isBusy(): StoreError {
  return new StoreError('STORE_BUSY', 'the reservation is being worked on')
}

async function each(
  { lines, attempt }: ReservationRecord,
  work: (part: ReturnType<typeof partsOf>[number]) => Promise<void>
): Promise<void> {
  for (const part of partsOf(lines, attempt)) await work(part)
}
