import { excluded, isUniqueViolation } from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import type { Cart, Line } from '../domain/cart.ts'
import type { CartStore } from '../domain/store.ts'
import { cartOf, checkoutOf, lineOf, rowOfCart, rowOfCheckout, rowOfLine } from './rows.ts'
import type { CartRow, CartSchema, CheckoutRow } from './schema.ts'

type Sql = Transaction<CartSchema>

/** The store within one transaction; `clock` says until when a row is kept. */
export function createCartWriter(transaction: Sql, clock: () => number): CartStore {
  return {
    lock: cartId => lock(transaction, { column: 'id', value: cartId }),
    lockCurrent: customerId => lock(transaction, { column: 'current_of', value: customerId }),
    insert: cart => insert(transaction, rowOfCart(cart, clock())),
    async save(cart, before) {
      if (cart === before) return
      const { id, ...row } = rowOfCart(cart, clock())
      await transaction.updateTable('cart').set(row).where('id', '=', id).execute()
      await saveLines(transaction, cart, before)
    },
    async findCheckout(checkoutId) {
      const row = await transaction
        .selectFrom('checkout')
        .selectAll()
        .where('id', '=', checkoutId)
        .executeTakeFirst()
      return row && checkoutOf(row)
    },
    async saveCheckout(checkout) {
      await transaction
        .insertInto('checkout')
        .values(rowOfCheckout(checkout, clock()))
        .onDuplicateKeyUpdate({
          state: excluded<CheckoutRow['state']>('state'),
          expires_at: excluded<number>('expires_at')
        })
        .execute()
    }
  }
}

async function lock(
  transaction: Sql,
  { column, value }: { readonly column: 'id' | 'current_of'; readonly value: string }
): Promise<Cart | undefined> {
  const row = await transaction
    .selectFrom('cart')
    .selectAll()
    .where(column, '=', value)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const lines = await transaction
    .selectFrom('cart_line')
    .selectAll()
    .where('cart_id', '=', row.id)
    .orderBy('position')
    .execute()
  return cartOf(row, lines.map(lineOf))
}

async function insert(transaction: Sql, row: CartRow): Promise<boolean> {
  try {
    await transaction.insertInto('cart').values(row).execute()
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

async function saveLines(transaction: Sql, cart: Cart, before: Cart): Promise<void> {
  const known = new Map(before.lines.map(line => [line.id, line]))
  const kept = new Set(cart.lines.map(line => line.id))
  const removed = before.lines.filter(line => !kept.has(line.id)).map(line => line.id)
  if (removed.length > 0) {
    await transaction
      .deleteFrom('cart_line')
      .where('cart_id', '=', cart.id)
      .where('id', 'in', removed)
      .execute()
  }
  for (const line of cart.lines) {
    const earlier = known.get(line.id)
    if (earlier !== undefined && earlier !== line) await update(transaction, cart.id, line)
  }
  const added = cart.lines.filter(line => !known.has(line.id))
  if (added.length > 0) await append(transaction, cart.id, added)
}

async function update(transaction: Sql, cartId: string, line: Line): Promise<void> {
  const { amount, name, optionName } = line
  await transaction
    .updateTable('cart_line')
    .set({ amount, name, option_name: optionName ?? null })
    .where('cart_id', '=', cartId)
    .where('id', '=', line.id)
    .execute()
}

async function append(transaction: Sql, cartId: string, lines: readonly Line[]): Promise<void> {
  const { last } = await transaction
    .selectFrom('cart_line')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('cart_id', '=', cartId)
    .executeTakeFirstOrThrow()
  const first = last === null ? 0 : Number(last) + 1
  const rows = lines.map((line, index) => rowOfLine(line, { cartId, position: first + index }))
  await transaction.insertInto('cart_line').values(rows).execute()
}
