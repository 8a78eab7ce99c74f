import type { Shortage } from '../../domain/reservation.ts'
import { limits, type Collections, type Context, type HeldLine } from './records.ts'

/**
 * What orders have taken of one product stands in the product itself and changes together with its stock,
 * in one write: a line is taken once and given back once, however often that is asked for.
 */
type Part = {
  readonly product: number
  readonly attempt: string
  readonly lines: readonly HeldLine[]
}

/** The lines by their products. */
export function partsOf(lines: readonly HeldLine[], attempt: string): readonly Part[] {
  return [...Map.groupBy(lines, ({ product }) => product)].map(([product, some]) => ({
    product,
    attempt,
    lines: some
  }))
}

/** Whether there was enough of all lines; else nothing was taken. */
export async function take({ products }: Collections, part: Part): Promise<boolean> {
  const { product, attempt, lines } = part
  const enough = lines.map(({ option, amount }) => ({
    stock: { $elemMatch: { option, left: { $gte: amount } } }
  }))
  const { increments, arrayFilters } = stockChanges(lines, -1)
  const hold = { attempt, lines: lines.map(({ option, amount }) => ({ option, amount })) }
  const { matchedCount } = await products.updateOne(
    {
      _id: product,
      'holds.attempt': { $ne: attempt },
      'voids.attempt': { $ne: attempt },
      $and: enough
    },
    { $inc: increments, $push: { holds: hold } },
    { arrayFilters, ...limits }
  )
  return matchedCount > 0
}

/** An option that has gone meanwhile is given nothing back, and a product neither. */
export async function giveBack({ products }: Collections, part: Part): Promise<void> {
  const { product, attempt, lines } = part
  const { increments, arrayFilters } = stockChanges(lines, 1)
  await products.updateOne(
    { _id: product, 'holds.attempt': attempt },
    { $inc: increments, $pull: { holds: { attempt } } },
    { arrayFilters, ...limits }
  )
}

/** What was taken is sold. */
export async function keep({ products }: Collections, { product, attempt }: Part): Promise<void> {
  await products.updateOne(
    { _id: product, 'holds.attempt': attempt },
    { $pull: { holds: { attempt } } },
    limits
  )
}

/** From now on this try can take nothing of the product, however late its command arrives. */
export async function forbid(
  { collections: { products }, clock }: Context,
  { product, attempt }: Part
): Promise<void> {
  await products.updateOne(
    { _id: product, 'voids.attempt': { $ne: attempt } },
    { $push: { voids: { attempt, at: clock() } } },
    limits
  )
}

/** Forgets what was forbidden before a time. */
export async function forgetForbidden({ products }: Collections, before: number): Promise<void> {
  const old = { at: { $lt: before } }
  await products.updateMany({ 'voids.at': { $lt: before } }, { $pull: { voids: old } }, limits)
}

/** The lines with the numbers of their products, or what is missing. */
export async function look(
  { products }: Collections,
  lines: readonly Omit<HeldLine, 'product'>[]
): Promise<{ readonly lines: readonly HeldLine[]; readonly shortages: readonly Shortage[] }> {
  const ids = [...new Set(lines.map(({ productId }) => productId))]
  const found = await products
    .find({ id: { $in: ids } }, { projection: { id: 1, stock: 1 }, ...limits })
    .toArray()
  const byId = new Map(found.map(record => [record.id, record]))
  const shortages = lines.flatMap(({ productId, option, amount }) => {
    const stock = byId.get(productId)?.stock ?? []
    const available = stock.find(record => record.option === option)?.left ?? 0
    return available < amount ? [{ productId, option, available }] : []
  })
  return {
    lines: lines.map(({ productId, option, amount }) => ({
      productId,
      option,
      amount,
      product: byId.get(productId)?._id ?? 0
    })),
    shortages
  }
}

function stockChanges(lines: readonly HeldLine[], sign: 1 | -1) {
  return {
    increments: Object.fromEntries(
      lines.map(({ amount }, index) => [`stock.$[line${index}].left`, sign * amount])
    ),
    arrayFilters: lines.map(({ option }, index) => ({ [`line${index}.option`]: option }))
  }
}
