import { mongoLimits, repeatable } from '@microzon/shared/mongo'
import type { ProductStore, ProductWriter } from '../../domain/ports.ts'
import { createReader } from './reads.ts'
import type { Context } from './records.ts'
import { repairDead } from './repair.ts'
import type { Work } from './reservation-lock.ts'
import {
  confirm,
  expireReservations,
  forgetReservations,
  release,
  reserve,
  settleDead
} from './reservations.ts'
import { removeProduct, replaceProduct, saveProducts } from './saves.ts'

/** Each call begins anew when the server or the connection was lost, which everything here allows. */
export function createStore(context: Context): ProductStore {
  const { createId } = context
  return {
    ...repeating(createReader(context)),
    ...createWriter(context, createId),
    expireReservations: (now, limit) =>
      working(context, work => expireReservations(work, now, limit)),
    forgetReservations: (before, limit) =>
      working(context, work => forgetReservations(work, before, limit))
  }
}

/** `originOf` gives what is the same for every run of one call, and of one claim. */
export function createWriter(context: Context, originOf: () => string): ProductWriter {
  return {
    save(drafts, { setStock }) {
      const origin = originOf()
      return again(() => saveProducts(context, drafts, { setStock, origin }))
    },
    replace(id, draft, { setStock }) {
      const origin = originOf()
      return again(() => replaceProduct(context, { id, draft }, { setStock, origin }))
    },
    remove: id => again(() => removeProduct(context, id)),
    reserve: reservation => working(context, work => reserve(work, reservation)),
    confirm: orderId => working(context, work => confirm(work, orderId)),
    release: orderId => working(context, work => release(work, orderId))
  }
}

/** Ends what died in the middle, at most `limit` of each kind; returns how much it was at most. */
export async function repair(context: Context, limit: number): Promise<number> {
  const settled = await working(context, work => settleDead(work, limit))
  const repaired = await again(() => repairDead(context, limit))
  return Math.max(settled, repaired)
}

/** Every run of the work has the same name, so that it finds the lock that an earlier run has taken. */
function working<Result>(context: Context, run: (work: Work) => Promise<Result>): Promise<Result> {
  const work = { ...context, holder: context.createId() }
  return again(() => run(work))
}

function again<Result>(run: () => Promise<Result>): Promise<Result> {
  return repeatable(run, mongoLimits)
}

type Asking = Readonly<Record<string, (...given: never[]) => Promise<unknown>>>

function repeating<Reader extends Asking>(reader: Reader): Reader {
  const entries = Object.entries(reader).map(([name, ask]) => [
    name,
    (...given: never[]) => again(() => ask(...given))
  ])
  return Object.fromEntries(entries) as Reader
}
