/**
 * What is wrong with a way. `latency` and `bandwidth` are of the wire; `hang` accepts and never
 * forwards; `reset` ends connections with RST; `cut` ends one in the middle of an answer.
 */
export type Fault =
  | { readonly kind: 'none' }
  /** Each piece of an answer comes `ms` later, and up to `jitterMs` more. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** A connection ends once so many bytes of answers have come through. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Of each connection, in each direction. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }

export const noFault: Fault = { kind: 'none' }

const msMax = 600_000
const bytesMax = 1_000_000_000

/** Reads a fault that came over the wire; throws a RangeError that says what it should be. */
export function readFault(value: unknown): Fault {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Fields
  switch (fields['kind']) {
    case 'none':
    case 'hang':
    case 'reset':
      return { kind: fields['kind'] }
    case 'latency': {
      const ms = numberIn(fields, 'ms', { min: 0, max: msMax })
      return { kind: 'latency', ms, jitterMs: numberIn(fields, 'jitterMs', { min: 0, max: msMax }) }
    }
    case 'cut':
      return { kind: 'cut', afterBytes: numberIn(fields, 'afterBytes', { min: 0, max: bytesMax }) }
    case 'bandwidth': {
      const bytesPerSecond = numberIn(fields, 'bytesPerSecond', { min: 1, max: bytesMax })
      return { kind: 'bandwidth', bytesPerSecond }
    }
    default:
      throw new RangeError('a fault is one of none, latency, hang, reset, cut and bandwidth')
  }
}

/** In a few words, for people. */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
    case 'hang':
    case 'reset':
      return fault.kind
    case 'latency':
      return `slow by ${fault.ms} ms${fault.jitterMs > 0 ? ` to ${fault.ms + fault.jitterMs} ms` : ''}`
    case 'cut':
      return `cut after ${fault.afterBytes} bytes`
    case 'bandwidth':
      return `${fault.bytesPerSecond} bytes/s`
    default:
      return fault satisfies never
  }
}

type Fields = Readonly<Record<string, unknown>>

function numberIn(
  fields: Fields,
  name: string,
  { min, max }: { readonly min: number; readonly max: number }
): number {
  const value = fields[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value
  }
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}`)
}
