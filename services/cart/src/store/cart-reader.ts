import type { Kysely } from 'kysely'
import type { Cart } from '../domain/cart.ts'
import type { CartReader } from '../domain/store.ts'
import { cartOf, lineOf } from './rows.ts'
import type { CartSchema } from './schema.ts'

/** One statement each, so that the lines and the version are of one moment without a transaction. */
export function createCartReader(database: Kysely<CartSchema>): CartReader {
  return {
    find: cartId => read(database, { column: 'cart.id', value: cartId }),
    findCurrent: customerId => read(database, { column: 'cart.current_of', value: customerId })
  }
}

async function read(
  database: Kysely<CartSchema>,
  { column, value }: { readonly column: 'cart.id' | 'cart.current_of'; readonly value: string }
): Promise<Cart | undefined> {
  const rows = await database
    .selectFrom('cart')
    .leftJoin('cart_line', 'cart_line.cart_id', 'cart.id')
    .select([
      'cart.id as id',
      'cart.customer_id',
      'cart.current_of',
      'cart.state',
      'cart.version',
      'cart.checkout_id',
      'cart.frozen_until',
      'cart.merged_into',
      'cart_line.id as line_id',
      'cart_line.product_id',
      'cart_line.product_option',
      'cart_line.amount',
      'cart_line.name',
      'cart_line.option_name'
    ])
    .where(column, '=', value)
    .orderBy('cart_line.position')
    .execute()
  const [first] = rows
  if (first === undefined) return undefined
  const lines = rows.flatMap(row => {
    const { line_id: id, product_id, product_option, amount, name, option_name } = row
    const isMissing = id === null || product_id === null || product_option === null
    if (isMissing || amount === null || name === null) return []
    return [lineOf({ id, product_id, product_option, amount, name, option_name })]
  })
  return cartOf(first, lines)
}
