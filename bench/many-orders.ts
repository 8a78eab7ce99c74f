import { randomUUID } from 'node:crypto'
import { openDatabase } from '@microzon/shared/store'
import type { Order } from '../services/billing/src/domain/order.ts'
import { rowOf } from '../services/billing/src/store/order-row.ts'
import type { BillingSchema } from '../services/billing/src/store/schema.ts'

const batch = 500
const customers = 20_000
const tellEvery = 100_000
const hourMs = 3_600_000
const placed = Date.UTC(2025, 0, 1)

/** Whose order it is. */
export async function customerOf(url: string, orderId: string): Promise<string> {
  const database = await openDatabase<BillingSchema>({ url })
  try {
    const found = database.kysely.selectFrom('orders').select('customer_id')
    return (await found.where('id', '=', orderId).executeTakeFirstOrThrow()).customer_id
  } finally {
    await database.close()
  }
}

/** Writes orders that were confirmed long ago, past the service, which would charge for each. */
export async function addOrders(
  url: string,
  options: {
    readonly count: number
    /** So many of them are this customer's. */
    readonly own: { readonly customerId: string; readonly count: number }
    readonly onProgress: (done: number) => void
  }
): Promise<void> {
  const { count, own, onProgress } = options
  const database = await openDatabase<BillingSchema>({ url, limits: { queryMs: 60_000 } })
  const strangers = Array.from({ length: customers }, () => randomUUID())
  try {
    for (let first = 0; first < count; first += batch) {
      const rows = Array.from({ length: Math.min(batch, count - first) }, (_, offset) => {
        const nth = first + offset
        const customerId = nth < own.count ? own.customerId : (strangers[nth % customers] ?? '')
        const order = orderOf(customerId, nth)
        return { ...rowOf(order), due_at: order.createdAt, tries: 0 }
      })
      await database.transaction(async transaction => {
        await transaction.insertInto('orders').values(rows).execute()
      })
      const done = first + rows.length
      if (done % tellEvery === 0) onProgress(done)
    }
  } finally {
    await database.close()
  }
}

function orderOf(customerId: string, nth: number): Order {
  const at = placed + (nth % (365 * 24)) * hourMs + Math.floor(nth / (365 * 24))
  const id = randomUUID()
  return {
    id,
    key: id,
    customerId,
    cartId: id,
    cartVersion: 3,
    shownTotalCents: 2_480,
    cardToken: id,
    address: {
      name: 'Grace Hopper',
      street: '1 Compiler Way',
      postalCode: '10115',
      city: 'Berlin',
      country: 'DE'
    },
    state: 'CONFIRMED',
    reason: undefined,
    lines: [
      { productId: id, option: 'Standard', amount: 2, name: 'A lamp', unitPriceCents: 990 },
      { productId: id, option: 'Blue', amount: 1, name: 'A pot of tea', unitPriceCents: 500 }
    ],
    totalCents: 2_480,
    steps: [
      { state: 'RECEIVED', at },
      { state: 'CONFIRMED', at: at + 200 }
    ],
    correlationId: id.replaceAll('-', ''),
    revision: 7,
    createdAt: at,
    updatedAt: at + 200
  }
}
