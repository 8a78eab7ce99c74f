import { randomUUID } from 'node:crypto'

/** A random id of 122 bits: a UUID as text, 36 characters. */
export function createId(): string {
  return randomUUID()
}
