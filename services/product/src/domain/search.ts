import { deletionsOf, forgivenLengthMin, isForgivable, isOneEdit } from './edits.ts'
import type { Candidate, ProductReader } from './ports.ts'
import { folded, wordsOf, writtenWordsOf } from './text.ts'

/** One word of a search and what it stands for in the index. */
export type Term = {
  /** Words that start so match; one that is no longer matches better. Of one letter, it matches as a whole only. */
  readonly word: string
  /** Words that match because they are one typing error apart, and do not start with `word`. */
  readonly near: readonly string[]
  /** The word as it was typed is in the index: those near it then count in names and categories only. */
  readonly isKnown: boolean
}

export type Hit = { readonly candidate: Candidate; readonly rank: number }

export type Found = {
  /** The best first. */
  readonly hits: readonly Hit[]
  readonly total: number
  /** False when there are more than `total`. */
  readonly totalIsExact: boolean
}

export const wordsMax = 8
export const candidatesMax = 1_000
const prefixLengthMin = 2
const nearMax = 64
const matchedMax = 30

// How a word matches weighs more than where: exact before prefix before one edit, name before category before text.
const kinds = { exact: 0, prefix: 3, near: 6 }
const fields = { name: 0, category: 1, description: 2 }
const worstRank = kinds.near + fields.description

/** What the words of a search stand for; the first eight words count. */
export async function termsOf(text: string, reader: ProductReader): Promise<readonly Term[]> {
  const words = [...new Set(wordsOf(text))].slice(0, wordsMax)
  return Promise.all(words.map(word => termOf(word, reader)))
}

/**
 * The products that match every term, ordered by how well they do, then by name and age. Looks at 1,000 at most: when
 * more match, those that have all words in their names come first.
 */
export async function search(terms: readonly Term[], reader: ProductReader): Promise<Found> {
  if (terms.length === 0) return { hits: [], total: 0, totalIsExact: true }
  const any = await reader.match(terms, { limit: candidatesMax + 1, inName: false })
  const isExact = any.length <= candidatesMax
  const candidates = isExact ? any : await best(terms, any, reader)
  const hits = candidates
    .map(candidate => ({ candidate, rank: rankOf(candidate, terms) }))
    .toSorted(compareHits)
  return { hits, total: hits.length, totalIsExact: isExact }
}

/** The words of a product, as they are written in it, that a search has matched; at most 30. */
export function matchedIn(
  { name, description = '', categories }: Pick<Candidate, 'name' | 'description' | 'categories'>,
  terms: readonly Term[]
): readonly string[] {
  const matches = (word: string): boolean => {
    const text = folded(word)
    return terms.some(term => matchesPrefix(text, term) || term.near.includes(text))
  }
  const written = [name, ...categories, description].flatMap(writtenWordsOf)
  return [...new Set(written)].filter(matches).slice(0, matchedMax)
}

async function termOf(word: string, reader: ProductReader): Promise<Term> {
  const isForgiven = word.length >= forgivenLengthMin && isForgivable(word)
  if (!isForgiven) return { word, near: [], isKnown: true }
  const found = await reader.wordsNear(deletionsOf(word), nearMax * 2)
  const near = found
    .filter(other => !other.startsWith(word) && isOneEdit(word, other))
    .toSorted()
    .slice(0, nearMax)
  return { word, near, isKnown: near.length === 0 || (await reader.hasWordFrom(word)) }
}

async function best(
  terms: readonly Term[],
  any: readonly Candidate[],
  reader: ProductReader
): Promise<readonly Candidate[]> {
  const exactTerms = terms.map(term => ({ ...term, near: [] }))
  const limits = { limit: candidatesMax, inName: true }
  const named = await reader.match(exactTerms, limits)
  const rest = named.length < candidatesMax ? await reader.match(terms, limits) : []
  const bySeq = new Map([...named, ...rest, ...any].map(candidate => [candidate.seq, candidate]))
  return [...bySeq.values()].slice(0, candidatesMax)
}

function rankOf(candidate: Candidate, terms: readonly Term[]): number {
  const { name, description = '', categories } = candidate
  const texts = [
    { words: wordsOf(name), field: fields.name },
    { words: categories.flatMap(wordsOf), field: fields.category },
    { words: wordsOf(description), field: fields.description }
  ]
  const ranks = terms.map(term =>
    Math.min(worstRank, ...texts.map(({ words, field }) => kindOf(words, term) + field))
  )
  return ranks.reduce((sum, rank) => sum + rank, 0)
}

function kindOf(words: readonly string[], term: Term): number {
  if (words.includes(term.word)) return kinds.exact
  if (words.some(word => matchesPrefix(word, term))) return kinds.prefix
  return words.some(word => term.near.includes(word)) ? kinds.near : worstRank
}

function matchesPrefix(text: string, { word }: Term): boolean {
  return word.length < prefixLengthMin ? text === word : text.startsWith(word)
}

function compareHits(left: Hit, right: Hit): number {
  const { candidate: one } = left
  const { candidate: other } = right
  if (left.rank !== right.rank) return left.rank - right.rank
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.seq - other.seq
}
