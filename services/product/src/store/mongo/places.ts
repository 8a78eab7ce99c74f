import { keysOf } from '../../domain/category.ts'
import type { Position } from '../../domain/cursor.ts'
import type { Sort } from '../../domain/ports.ts'
import { priceOf } from '../../domain/product.ts'
import { sortNameOf, type ProductDocument } from '../document.ts'

/**
 * A place is `category|order|value|product|derived`, written so that plain texts are in the order of the
 * list. It is the id of a document, so a page is a range of the one index that every collection has, and
 * changes of stock touch none. `derived` tells which state of the product it belongs to: whoever finds
 * another one in the product passes the place over. So places are written before the product that they
 * belong to and removed after the next one, and nobody ever removes somebody else's.
 */
type Place = { readonly position: Position; readonly derived: string }

type Order = { readonly letter: string; readonly descends: boolean }

export const orders: Readonly<Record<Sort, Order>> = {
  newest: { letter: 'n', descends: true },
  'price-asc': { letter: 'p', descends: false },
  'price-desc': { letter: 'p', descends: true },
  name: { letter: 'a', descends: false }
}

const seqDigits = 12
const priceDigits = 9
// Before every letter, so that a name comes before those that go on after it.
const nameEnd = '\u0001'
const behindSeparator = '}'

export function placesOf(
  seq: number,
  derived: string,
  document: ProductDocument
): readonly string[] {
  const tail = `|${digits(seq, seqDigits)}|${derived}`
  return keysOf(document.categories).flatMap(key => [
    `${key}|n|${tail}`,
    `${key}|p|${valueText(priceOf(document))}${tail}`,
    `${key}|a|${valueText(sortNameOf(document))}${tail}`
  ])
}

/** The id of the tokens of a product; the newest products have the greatest ones. */
export function tokensId(seq: number, derived: string): string {
  return `${digits(seq, seqDigits)}|${derived}`
}

/** The range of ids that hold a category in one order, all or what is behind a position. */
export function placesBehind(
  key: string,
  { letter, descends }: Order,
  after: Position | undefined
): { readonly $gt: string; readonly $lt: string } {
  const all = { $gt: `${key}|${letter}|`, $lt: `${key}|${letter}${behindSeparator}` }
  if (after === undefined) return all
  const value = letter === 'n' ? '' : valueText(after.value)
  const at = `${all.$gt}${value}|${digits(after.seq, seqDigits)}`
  return descends ? { ...all, $lt: `${at}|` } : { ...all, $gt: `${at}${behindSeparator}` }
}

/** What a place says; `key` and the order are known to whoever has found it. */
export function readPlace(id: string, key: string, { letter }: Order): Place {
  const derivedAt = id.lastIndexOf('|') + 1
  const seqAt = derivedAt - 1 - seqDigits
  const seq = Number(id.slice(seqAt, derivedAt - 1))
  const value = id.slice(`${key}|${letter}|`.length, seqAt - 1)
  return { position: { value: valueOf(letter, value, seq), seq }, derived: id.slice(derivedAt) }
}

/** Whose place or tokens an id is. */
export function ownerOf(id: string): { readonly seq: number; readonly derived: string } {
  const [seq = '', derived = ''] = id.split('|').slice(-2)
  return { seq: Number(seq), derived }
}

function valueText(value: number | string): string {
  return typeof value === 'number' ? digits(value, priceDigits) : value + nameEnd
}

function valueOf(letter: string, text: string, seq: number): number | string {
  if (letter === 'n') return seq
  return letter === 'p' ? Number(text) : text.slice(0, -nameEnd.length)
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
