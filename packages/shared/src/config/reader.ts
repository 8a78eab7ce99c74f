import { readFileSync } from 'node:fs'

export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that is missing or wrong. The message names the variable and says what it must be. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

export type Reader = {
  /** Text; without a default the variable must be set. */
  string(name: string, fallback?: string): string
  /** Text or nothing. An empty variable counts as not set. */
  optional(name: string): string | undefined
  /** A whole number within both limits. */
  integer(
    name: string,
    limits: { readonly fallback?: number; readonly min: number; readonly max: number }
  ): number
  /** An address whose scheme is one of `schemes`, without a slash at its end. */
  url(
    name: string,
    options?: { readonly fallback?: string; readonly schemes?: readonly string[] }
  ): string
  optionalUrl(name: string): string | undefined
  /** A host and a port, such as `127.0.0.1:8600` or `[::1]:8600`. */
  place(name: string, fallback: string): { readonly host: string; readonly port: number }
  /** Every variable whose name begins so and that is set. */
  startingWith(prefix: string): Readonly<Record<string, string>>
  /** A secret from the variable or from the file that NAME_FILE names; at least 16 characters. */
  secret(name: string): string
  /** The same, or nothing when neither is set. */
  optionalSecret(name: string): string | undefined
  /** An address that may hold a password, from the variable or from the file that NAME_FILE names. */
  secretUrl(name: string, options: { readonly schemes: readonly string[] }): string
}

/** Reads settings from the environment; every method throws a `ConfigError` that names the variable. */
export function createReader(env: Environment): Reader {
  const optional = (name: string): string | undefined => env[name] || undefined
  const string = (name: string, fallback?: string): string => {
    const value = optional(name) ?? fallback
    if (value === undefined) throw new ConfigError(`${name} must be set`)
    return value
  }
  const told = (name: string): string | undefined => {
    const file = optional(`${name}_FILE`)
    return optional(name) ?? (file === undefined ? undefined : readSecret(name, file))
  }
  const url: Reader['url'] = (name, { fallback, schemes = ['http', 'https'] } = {}) =>
    checkedUrl(name, string(name, fallback), schemes)
  return {
    string,
    optional,
    url,
    optionalUrl: name => (optional(name) === undefined ? undefined : url(name)),
    place: (name, fallback) => checkedPlace(name, string(name, fallback)),
    startingWith: prefix =>
      Object.fromEntries(
        Object.entries(env).filter(
          (entry): entry is [string, string] => entry[0].startsWith(prefix) && Boolean(entry[1])
        )
      ),
    integer: (name, limits) => checkedInteger(name, optional(name), limits),
    secret: name => checkedSecret(name, told(name)),
    optionalSecret: name => {
      const text = told(name)
      return text === undefined ? undefined : checkedSecret(name, text)
    },
    secretUrl: (name, { schemes }) => {
      const text = told(name)
      if (text === undefined) throw new ConfigError(`${name} or ${name}_FILE must be set`)
      return checkedUrl(name, text, schemes)
    }
  }
}

function checkedInteger(
  name: string,
  text: string | undefined,
  { fallback, min, max }: { readonly fallback?: number; readonly min: number; readonly max: number }
): number {
  if (text === undefined) {
    if (fallback === undefined) throw new ConfigError(`${name} must be set`)
    return fallback
  }
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN
  if (!(value >= min && value <= max)) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, but is "${text}"`)
  }
  return value
}

function checkedUrl(name: string, text: string, schemes: readonly string[]): string {
  // The address of a replica set names several hosts, which `URL` does not know.
  const single = text.replace(/^([^/]*:\/\/[^/?#,]*),[^/?#]*/, '$1')
  const scheme = URL.canParse(single) ? new URL(single).protocol.slice(0, -1) : undefined
  if (scheme === undefined || !schemes.includes(scheme)) {
    // The value is not shown: an address may hold a password.
    throw new ConfigError(
      `${name} must be an address that starts with ${schemes.join(':// or ')}://`
    )
  }
  return text.replace(/\/+$/, '')
}

function checkedPlace(
  name: string,
  text: string
): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] =
    /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? []
  const [host, port] = [bracketed ?? plain, Number(digits)]
  if (host !== undefined && port >= 1 && port <= 65_535) return { host, port }
  throw new ConfigError(
    `${name} must be a host and a port such as 127.0.0.1:8600, but is "${text}"`
  )
}

function checkedSecret(name: string, value: string | undefined): string {
  if (value === undefined) throw new ConfigError(`${name} or ${name}_FILE must be set`)
  if (value.length < 16) throw new ConfigError(`${name} must have at least 16 characters`)
  return value
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(
      `${name}_FILE names ${file}, which cannot be read: ${(error as Error).message}`
    )
  }
}
