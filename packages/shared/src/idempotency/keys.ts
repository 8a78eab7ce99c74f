import { createHash } from 'node:crypto'

export type FingerprintSource = {
  readonly method: string
  /** With its parameters filled in, and with its query: it says what is to be done as well. */
  readonly path: string
  /** As JSON gives it; what must not count (a single-use card token) is left out by the caller. */
  readonly body: unknown
  readonly principal: string
}

const keyPattern = /^[A-Za-z0-9_-]{16,64}$/
const derivedLength = 32
const depthMax = 100

/** Whether the text can be an `Idempotency-Key`. */
export function isIdempotencyKey(text: unknown): text is string {
  return typeof text === 'string' && keyPattern.test(text)
}

/**
 * SHA-256 as base64url (43 characters) of a request. The order of an object's keys does not count.
 * Throws a `RangeError` when the body is nested more than 100 deep.
 */
export function fingerprintOf(source: FingerprintSource): string {
  const { method, path, principal, body } = source
  // An array, so that no choice of one part can look like another part.
  return sha256(JSON.stringify([method.toUpperCase(), path, principal, canonical(body, 0)]))
}

/** The key for one step of what `parentKey` stands for: another instance that resumes it derives the same. */
export function deriveKey(parentKey: string, step: string): string {
  return sha256(`${parentKey}/${step}`).slice(0, derivedLength)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function canonical(value: unknown, depth: number): unknown {
  if (depth > depthMax) {
    throw new RangeError(`the body is nested more than ${depthMax} deep`)
  }
  if (Array.isArray(value)) {
    return value.map(item => canonical(item, depth + 1))
  }
  if (typeof value !== 'object' || value === null) {
    return value
  }
  // Pairs instead of an object: integer-like keys would be reordered and `__proto__` lost.
  return {
    object: Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, canonical(member, depth + 1)])
  }
}
