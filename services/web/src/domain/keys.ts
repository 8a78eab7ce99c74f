import { createHash, randomBytes } from 'node:crypto'

/** An idempotency key that follows from what it is for: the same click, sent twice, carries the same one. */
export function keyOf(...parts: readonly [string, ...(string | number)[]]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** One for what may be done as often as it is asked for: only the attempts of one call are the same. */
export function freshKey(): string {
  return randomBytes(24).toString('base64url')
}
