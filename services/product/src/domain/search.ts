import type { Candidate, ProductReader } from './ports.ts'
import { rankOf } from './rank.ts'
import type { Term } from './terms.ts'

export type Hit = { readonly candidate: Candidate; readonly rank: number }

export type Found = {
  /** The best first. */
  readonly hits: readonly Hit[]
  readonly total: number
  /** False when there are more than `total`. */
  readonly totalIsExact: boolean
}

const candidatesMax = 1_000

type SearchReader = Pick<ProductReader, 'match' | 'candidates'>

/**
 * The products that match every term, ordered by how well they do, then by name and age. Looks at 1,000 at
 * most: when more match, those that have all words in their names come first.
 */
export async function search(terms: readonly Term[], reader: SearchReader): Promise<Found> {
  if (terms.length === 0) return { hits: [], total: 0, totalIsExact: true }
  const any = await reader.match(terms, { limit: candidatesMax + 1, inName: false })
  const totalIsExact = any.length <= candidatesMax
  const candidates = await reader.candidates(totalIsExact ? any : await best(terms, any, reader))
  const hits = candidates
    .map(candidate => ({ candidate, rank: rankOf(candidate, terms) }))
    .toSorted(compareHits)
  return { hits, total: hits.length, totalIsExact }
}

async function best(
  terms: readonly Term[],
  any: readonly number[],
  reader: SearchReader
): Promise<readonly number[]> {
  const limits = { limit: candidatesMax, inName: true }
  const typed = terms.map(term => ({ ...term, near: [] }))
  const named = await reader.match(typed, limits)
  const rest = named.length < candidatesMax ? await reader.match(terms, limits) : []
  return [...new Set([...named, ...rest, ...any])].slice(0, candidatesMax)
}

function compareHits(left: Hit, right: Hit): number {
  const { candidate: one } = left
  const { candidate: other } = right
  if (left.rank !== right.rank) return left.rank - right.rank
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.seq - other.seq
}
