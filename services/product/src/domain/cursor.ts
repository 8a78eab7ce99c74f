import { createHash } from 'node:crypto'
import { DomainError } from '@microzon/shared/errors'

/** Where a page ended: the value that the list is sorted by, and the rising number of the product itself. */
export type Position = {
  readonly value: number | string
  readonly name?: string
  readonly seq: number
}

const cursorLengthMax = 1_000
const textLengthMax = 120
const queryHashLength = 8

/** The text that continues after a position, good for this query alone. */
export function cursorAt(position: Position, query: readonly string[]): string {
  const { value, name, seq } = position
  return Buffer.from(JSON.stringify([hashOf(query), seq, value, name])).toString('base64url')
}

/** Throws `CURSOR_INVALID` for a text that was not made for this query, whatever it holds. */
export function positionOf(cursor: string, query: readonly string[]): Position {
  const [hash, seq, value, name] = fieldsOf(cursor)
  if (hash !== hashOf(query) || !isCount(seq)) throw invalid()
  if (!isCount(value) && !isShortText(value)) throw invalid()
  if (name === null || name === undefined) return { value, seq }
  if (!isShortText(name)) throw invalid()
  return { value, name, seq }
}

/**
 * Thrown also for a position of another kind of list, which the hash of the query rules out for honest
 * callers.
 */
export function invalid(): DomainError {
  return new DomainError('CURSOR_INVALID', 'the cursor does not belong to this list')
}

function fieldsOf(cursor: string): readonly unknown[] {
  if (cursor.length > cursorLengthMax) throw invalid()
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(fields)) return fields
  } catch {
    // Told below, like every other cursor that is none.
  }
  throw invalid()
}

function hashOf(query: readonly string[]): string {
  const text = JSON.stringify(query)
  return createHash('sha256').update(text).digest('base64url').slice(0, queryHashLength)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= textLengthMax
}
