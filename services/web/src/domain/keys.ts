import { createHash } from 'node:crypto'

/** An idempotency key that follows from what it is for: the same click, sent twice, carries the same one. */
export function keyOf(...parts: readonly [string, ...(string | number)[]]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
