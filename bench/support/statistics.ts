/** The middle of them, or the mean of the two in the middle. NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = ordered(values)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
}

/** The smallest value that at least this share of them does not exceed. NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  return ordered(values)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? NaN
}

function ordered(values: readonly number[]): readonly number[] {
  return [...values].sort((left, right) => left - right)
}
