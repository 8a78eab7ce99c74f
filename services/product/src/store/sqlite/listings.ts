import { sql, type Transaction } from 'kysely'
import type { ProductSchema } from './schema.ts'

/** Category, product, price and folded name: all that a list is ordered by. */
export type Place = readonly [category: number, product: number, price: number, name: string]

/** Takes products out of lists and puts them into others. What stays where it is costs nothing. */
export async function relist(
  transaction: Transaction<ProductSchema>,
  before: readonly Place[],
  after: readonly Place[]
): Promise<void> {
  const [had, has] = [keysOf(before), keysOf(after)]
  const removed = JSON.stringify(before.filter(place => !has.has(keyOf(place))))
  const added = JSON.stringify(after.filter(place => !had.has(keyOf(place))))
  if (removed !== '[]') {
    await sql`delete from listing where (category, product) in (
      select value ->> 0, value ->> 1 from json_each(${removed}))`.execute(transaction)
    await sql`delete from listing_price where (category, price, product) in (
      select value ->> 0, value ->> 2, value ->> 1 from json_each(${removed}))`.execute(transaction)
    await sql`delete from listing_name where (category, name, product) in (
      select value ->> 0, value ->> 3, value ->> 1 from json_each(${removed}))`.execute(transaction)
  }
  if (added !== '[]') {
    await sql`insert into listing (category, product)
      select value ->> 0, value ->> 1 from json_each(${added})`.execute(transaction)
    await sql`insert into listing_price (category, price, product)
      select value ->> 0, value ->> 2, value ->> 1 from json_each(${added})`.execute(transaction)
    await sql`insert into listing_name (category, name, product)
      select value ->> 0, value ->> 3, value ->> 1 from json_each(${added})`.execute(transaction)
  }
}

function keysOf(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map(keyOf))
}

function keyOf(place: Place): string {
  return JSON.stringify(place)
}
