import { sql, type Transaction } from 'kysely'
import {
  reservationStep,
  type Reservation,
  type ReservationOutcome,
  type ReservedLine,
  type Settlement,
  type Shortage
} from '../../domain/reservation.ts'
import type { ProductSchema } from './schema.ts'

/**
 * The product by its number, so that the stock of one that went does not go to one that is made under the
 * same id.
 */
type HeldLine = ReservedLine & { readonly product: number }

type Taken = { readonly lines: readonly HeldLine[] } | { readonly shortages: readonly Shortage[] }

export async function reserve(
  transaction: Transaction<ProductSchema>,
  reservation: Reservation
): Promise<ReservationOutcome> {
  const { orderId, lines, expiresAt } = reservation
  const known = await findReservation(transaction, orderId)
  const step = reservationStep(known, lines)
  switch (step) {
    case 'mismatch':
      return { kind: 'mismatch' }
    case 'confirmed':
      return { kind: 'confirmed' }
    case 'extend':
      await setState(transaction, orderId, { state: 'reserved', ends_at: expiresAt })
      return { kind: 'reserved', expiresAt }
    case 'take': {
      const taken = await take(transaction, lines)
      if ('shortages' in taken) return { kind: 'out-of-stock', shortages: taken.shortages }
      await write(transaction, reservation, taken.lines)
      return { kind: 'reserved', expiresAt }
    }
    default:
      return step satisfies never
  }
}

export async function confirm(
  transaction: Transaction<ProductSchema>,
  orderId: string,
  now: number
): Promise<Settlement> {
  const known = await findReservation(transaction, orderId)
  if (known === undefined) return { kind: 'unknown' }
  if (known.state === 'confirmed') return { kind: 'done' }
  if (known.state === 'expired') {
    const taken = await take(transaction, known.lines)
    if ('shortages' in taken) return { kind: 'out-of-stock', shortages: taken.shortages }
  }
  await setState(transaction, orderId, { state: 'confirmed', ends_at: now })
  return { kind: 'done' }
}

export async function release(
  transaction: Transaction<ProductSchema>,
  orderId: string
): Promise<Settlement> {
  const known = await findReservation(transaction, orderId)
  if (known === undefined) return { kind: 'done' }
  if (known.state === 'confirmed') return { kind: 'confirmed' }
  if (known.state === 'reserved') await giveBack(transaction, known.lines)
  await transaction.deleteFrom('reservation').where('order_id', '=', orderId).execute()
  return { kind: 'done' }
}

export async function expireReservations(
  transaction: Transaction<ProductSchema>,
  now: number,
  limit: number
): Promise<number> {
  const expired = await transaction
    .selectFrom('reservation')
    .select(['order_id', 'lines'])
    .where('state', '=', 'reserved')
    .where('ends_at', '<=', now)
    .orderBy('ends_at')
    .limit(limit)
    .execute()
  for (const { order_id, lines } of expired) {
    await giveBack(transaction, JSON.parse(lines) as HeldLine[])
    await setState(transaction, order_id, { state: 'expired', ends_at: now })
  }
  return expired.length
}

export async function forgetReservations(
  transaction: Transaction<ProductSchema>,
  before: number,
  limit: number
): Promise<number> {
  const ended = transaction
    .selectFrom('reservation')
    .select('order_id')
    .where('state', 'in', ['confirmed', 'expired'])
    .where('ends_at', '<', before)
    .limit(limit)
  const { numDeletedRows } = await transaction
    .deleteFrom('reservation')
    .where('order_id', 'in', ended)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function findReservation(transaction: Transaction<ProductSchema>, orderId: string) {
  const row = await transaction
    .selectFrom('reservation')
    .select(['state', 'lines'])
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  return row && { state: row.state, lines: JSON.parse(row.lines) as readonly HeldLine[] }
}

/** All or nothing: the transaction is the only writer, so what was looked at is what is taken. */
async function take(
  transaction: Transaction<ProductSchema>,
  lines: readonly ReservedLine[]
): Promise<Taken> {
  const found = await stockOf(transaction, lines)
  const shortages = lines.flatMap(({ productId, option, amount }, index) => {
    const available = found[index]?.stock ?? 0
    return available < amount ? [{ productId, option, available }] : []
  })
  if (shortages.length > 0) return { shortages }
  const held = lines.map((line, index) => ({ ...line, product: found[index]?.product ?? 0 }))
  for (const line of held) await addStock(transaction, line, -line.amount)
  return { lines: held }
}

async function giveBack(transaction: Transaction<ProductSchema>, lines: readonly HeldLine[]) {
  for (const line of lines) await addStock(transaction, line, line.amount)
}

async function addStock(
  transaction: Transaction<ProductSchema>,
  { product, option }: HeldLine,
  change: number
) {
  await transaction
    .updateTable('stock')
    .set(({ eb }) => ({ stock: eb('stock', '+', change) }))
    .where('product', '=', product)
    .where('option', '=', option)
    .execute()
}

async function stockOf(transaction: Transaction<ProductSchema>, lines: readonly ReservedLine[]) {
  const wanted = JSON.stringify(lines.map(({ productId, option }) => [productId, option]))
  const { rows } = await sql<{ product: number | null; stock: number | null }>`
    select stock.product, stock.stock from json_each(${wanted}) as line
    left join product on product.id = line.value ->> 0
    left join stock on stock.product = product.seq and stock.option = line.value ->> 1
    order by line.key`.execute(transaction)
  return rows
}

async function write(
  transaction: Transaction<ProductSchema>,
  { orderId, expiresAt }: Reservation,
  lines: readonly HeldLine[]
) {
  const row = { state: 'reserved' as const, lines: JSON.stringify(lines), ends_at: expiresAt }
  await transaction
    .insertInto('reservation')
    .values({ order_id: orderId, ...row })
    .onConflict(conflict => conflict.column('order_id').doUpdateSet(row))
    .execute()
}

async function setState(
  transaction: Transaction<ProductSchema>,
  orderId: string,
  values: { readonly state: 'reserved' | 'confirmed' | 'expired'; readonly ends_at: number }
) {
  await transaction.updateTable('reservation').set(values).where('order_id', '=', orderId).execute()
}
