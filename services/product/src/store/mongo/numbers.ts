import { limits, type Collections } from './records.ts'

/** The next numbers of products. Those that are not used are lost, and none is given twice. */
export async function takeNumbers(
  { numbers }: Collections,
  count: number
): Promise<readonly number[]> {
  if (count === 0) return []
  const taken = await numbers.findOneAndUpdate(
    { _id: 'product' },
    { $inc: { last: count } },
    { upsert: true, returnDocument: 'after', ...limits }
  )
  const last = taken?.last ?? count
  return Array.from({ length: count }, (_, index) => last - count + 1 + index)
}
