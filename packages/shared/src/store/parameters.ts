/** What both drivers bind alike. */
type Bindable = string | number | bigint | Uint8Array | null

/**
 * Gives a parameter the same meaning on both dialects: booleans are 0 and 1, dates epoch
 * milliseconds, plain objects and arrays JSON. Throws a `TypeError` for what one of them would
 * store as something else without a word.
 */
export function toBindable(value: unknown): Bindable {
  switch (typeof value) {
    case 'string':
    case 'bigint':
      return value
    case 'number':
      if (!Number.isFinite(value)) {
        throw new TypeError(`a parameter must be a finite number, but is ${value}`)
      }
      return value
    case 'boolean':
      return value ? 1 : 0
    case 'object':
      return fromObject(value)
    default:
      throw new TypeError(`a parameter cannot be ${typeof value}`)
  }
}

function fromObject(value: object | null): Bindable {
  if (value === null || value instanceof Uint8Array) {
    return value
  }
  if (value instanceof Date) {
    return toBindable(value.getTime())
  }
  // JSON makes an empty object of a map, and of a promise that nobody awaited.
  if (!isPlain(value)) {
    throw new TypeError('a parameter cannot be an object of a class')
  }
  return JSON.stringify(value)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
