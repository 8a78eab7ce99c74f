/** How long it has been so, in words. Takes epoch milliseconds. */
export function sinceWords(ms: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - ms) / 1_000))
  if (seconds < 60) return `for ${seconds} s`
  if (seconds < 3_600) return `for ${Math.floor(seconds / 60)} min`
  return `for ${Math.floor(seconds / 3_600)} h`
}

/** The time of day in UTC, to the second. Takes epoch milliseconds. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}

/** A count with its noun: `1 service`, `2 services`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
