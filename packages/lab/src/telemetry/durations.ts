/** A duration as people read it: `840 µs`, `12.4 ms`, `1.25 s`. Takes microseconds. */
export function formatMicros(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`
  if (micros < 100_000) return `${(micros / 1000).toFixed(1)} ms`
  if (micros < 1_000_000) return `${Math.round(micros / 1000)} ms`
  return `${(micros / 1_000_000).toFixed(2)} s`
}
