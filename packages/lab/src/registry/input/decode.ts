import { HttpError } from '../http/http-error.ts'
import { parseDuration } from './duration.ts'

/**
 * Takes a value out of a document; throws a `HttpError` 400 when it has another type. `null` counts
 * as not given.
 */
export type Decode<Value> = (value: unknown, field: string) => Value

export type Decoded<Fields> = {
  readonly [Name in keyof Fields]?: Fields[Name] extends Decode<infer Value> ? Value : never
}

/** Parses a document as Go does: the kinds of failure are told apart by Consul's words. */
export function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8').trim()
  if (text === '') throw decodeError('EOF')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw decodeError((error as Error).message)
  }
}

/**
 * An object of known fields only. Names are compared without case. `aliases` are the names in snake
 * case that Consul takes besides; `refused` are fields that Consul knows and this registry does
 * not, which are taken when they say nothing.
 */
export function objectOf<Fields extends Readonly<Record<string, Decode<unknown>>>>(
  fields: Fields,
  other: {
    readonly aliases?: Readonly<Record<string, keyof Fields & string>>
    readonly refused?: readonly string[]
  } = {}
): Decode<Decoded<Fields>> {
  const decoders = new Map<string, readonly [name: string, decode: Decode<unknown>]>()
  for (const [name, decode] of Object.entries(fields))
    decoders.set(name.toLowerCase(), [name, decode])
  for (const name of other.refused ?? []) decoders.set(name.toLowerCase(), [name, refuse])
  for (const [alias, name] of Object.entries(other.aliases ?? {})) {
    decoders.set(alias, [name, fields[name] ?? refuse])
  }
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw wrongType(value, field)
    }
    const decoded = Object.entries(value).flatMap(([key, item]) => {
      const [name, decode] = decoders.get(key.toLowerCase()) ?? []
      if (name === undefined) throw decodeError(`json: unknown field ${JSON.stringify(key)}`)
      return item === null ? [] : [[name, decode?.(item, name)] as const]
    })
    return Object.fromEntries(decoded) as Decoded<Fields>
  }
}

export const text: Decode<string> = (value, field) => {
  if (typeof value === 'string') return value
  throw wrongType(value, field)
}

export const flag: Decode<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value
  throw wrongType(value, field)
}

export const integer: Decode<number> = (value, field) => {
  if (Number.isSafeInteger(value)) return value as number
  throw wrongType(value, field)
}

/** A duration in Go's words or in nanoseconds, as milliseconds. */
export const duration: Decode<number> = (value, field) => {
  if (typeof value === 'number') return value / 1e6
  if (typeof value !== 'string') throw wrongType(value, field)
  const ms = parseDuration(value)
  if (ms === undefined) throw decodeError(`time: invalid duration ${JSON.stringify(value)}`)
  return ms
}

/** A list of at most 100 items. */
export function listOf<Item>(item: Decode<Item>): Decode<readonly Item[]> {
  return (value, field) => {
    if (!Array.isArray(value)) throw wrongType(value, field)
    if (value.length > itemsMax) throw decodeError(`${field} has more than ${itemsMax} items`)
    return value.map(each => item(each, field))
  }
}

/** A map from text to items, of at most 100 entries. */
export function mapOf<Item>(item: Decode<Item>): Decode<Readonly<Record<string, Item>>> {
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw wrongType(value, field)
    }
    const entries = Object.entries(value)
    if (entries.length > itemsMax) throw decodeError(`${field} has more than ${itemsMax} items`)
    return Object.fromEntries(entries.map(([key, each]) => [key, item(each, field)]))
  }
}

export function decodeError(reason: string): HttpError {
  return new HttpError(400, `Request decode failed: ${reason}`)
}

const itemsMax = 100

const refuse: Decode<undefined> = (value, field) => {
  if (value === '' || value === false || value === 0) return undefined
  throw new HttpError(400, `${field} is not supported by the lab's registry`)
}

function wrongType(value: unknown, field: string): HttpError {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return decodeError(`json: cannot unmarshal ${type} into field ${field}`)
}
