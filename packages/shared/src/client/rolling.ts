/**
 * Sums over the last `buckets` times `bucketMs` milliseconds, in buckets, so that an addition costs
 * the same however many there are.
 */
export type Rolling = {
  add(column: number, amount: number, now: number): void
  sum(column: number, now: number): number
  clear(): void
}

export function createRolling(shape: {
  readonly bucketMs: number
  readonly buckets: number
  readonly columns: number
}): Rolling {
  const { bucketMs, buckets, columns } = shape
  const cells = new Float64Array(buckets * columns)
  const sums = new Float64Array(columns)
  let newest = 0
  const clear = (): void => {
    cells.fill(0)
    sums.fill(0)
  }
  /** Empties the buckets that have fallen out of the window, and tells which is the newest. */
  const moveTo = (now: number): number => {
    const bucket = Math.floor(now / bucketMs)
    // Also of a clock that was set back: what was before would stay until it has caught up.
    const isFar = Math.abs(bucket - newest) >= buckets
    if (isFar) clear()
    else for (let next = newest + 1; next <= bucket; next++) empty(next % buckets)
    newest = isFar ? bucket : Math.max(newest, bucket)
    return newest % buckets
  }
  const empty = (index: number): void => {
    for (let column = 0; column < columns; column++) {
      const cell = index * columns + column
      sums[column] = (sums[column] ?? 0) - (cells[cell] ?? 0)
      cells[cell] = 0
    }
  }
  return {
    add(column, amount, now) {
      const cell = moveTo(now) * columns + column
      cells[cell] = (cells[cell] ?? 0) + amount
      sums[column] = (sums[column] ?? 0) + amount
    },
    sum(column, now) {
      moveTo(now)
      return sums[column] ?? 0
    },
    clear
  }
}
