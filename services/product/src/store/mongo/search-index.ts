import { insertMissing } from '@microzon/shared/mongo'
import type { Filter } from 'mongodb'
import { deletionsOf, isForgivable } from '../../domain/edits.ts'
import type { Candidate, MatchOptions } from '../../domain/ports.ts'
import type { Term } from '../../domain/terms.ts'
import { wordsOf } from '../../domain/text.ts'
import { lookupOf, tokensOf } from '../../domain/tokens.ts'
import type { ProductDocument } from '../document.ts'
import { tokensId } from './places.ts'
import {
  limits,
  whileWanted,
  type Collections,
  type ProductRecord,
  type TokensRecord
} from './records.ts'

// During a change a product has two sets of tokens.
const doublesMax = 500
const behindEveryLetter = '\u{10ffff}'

export function tokensRecordOf(
  seq: number,
  derived: string,
  document: ProductDocument
): TokensRecord {
  return { _id: tokensId(seq, derived), seq, tokens: tokensOf(document) }
}

export async function match(
  { tokens }: Collections,
  terms: readonly Term[],
  { limit, inName }: MatchOptions
): Promise<readonly number[]> {
  const found = await tokens
    .find(
      { $and: terms.map(term => filterOf(term, inName)) },
      { projection: { seq: 1 }, ...whileWanted() }
    )
    .sort({ _id: -1 })
    .limit(limit + doublesMax)
    .toArray()
  return [...new Set(found.map(({ seq }) => seq))].slice(0, limit)
}

export async function candidates(
  { products }: Collections,
  seqs: readonly number[]
): Promise<readonly Candidate[]> {
  if (seqs.length === 0) return []
  const found = await products
    .find<Pick<ProductRecord, '_id' | 'id' | 'doc'>>(
      { _id: { $in: [...seqs] } },
      {
        projection: { id: 1, 'doc.name': 1, 'doc.description': 1, 'doc.categories': 1 },
        ...whileWanted()
      }
    )
    .toArray()
  return found.map(({ _id, id, doc }) => ({ seq: _id, id, ...doc }))
}

export async function wordsNear(
  { words }: Collections,
  deletions: readonly string[],
  limit: number
): Promise<readonly string[]> {
  const found = await words
    .find({ deletions: { $in: [...deletions] } }, { projection: { _id: 1 }, ...whileWanted() })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray()
  return found.map(({ _id }) => _id)
}

export async function hasWordFrom({ words }: Collections, prefix: string): Promise<boolean> {
  const filter = { _id: { $gte: prefix, $lt: prefix + behindEveryLetter } }
  return (await words.findOne(filter, { projection: { _id: 1 }, ...whileWanted() })) !== null
}

/** Keeps what typing errors are looked up in. A word stays when its last product goes. */
export async function addWords(
  { words }: Collections,
  documents: readonly ProductDocument[]
): Promise<void> {
  const texts = documents.flatMap(({ name, categories, description = '' }) => [
    name,
    ...categories,
    description
  ])
  const all = [...new Set(texts.flatMap(wordsOf))].filter(isForgivable)
  if (all.length === 0) return
  const known = await words
    .find({ _id: { $in: all } }, { projection: { _id: 1 }, ...limits })
    .map(({ _id }) => _id)
    .toArray()
  const added = [...new Set(all).difference(new Set(known))]
  if (added.length === 0) return
  const records = added.map(word => ({ _id: word, deletions: deletionsOf(word) }))
  await insertMissing(() => words.insertMany(records, { ordered: false, ...limits }))
}

/** Words hold letters, digits and marks only, so that nothing in a pattern can be an operator. */
function filterOf(term: Term, inName: boolean): Filter<TokensRecord> {
  const { wholes, starts } = lookupOf(term, inName)
  const patterns = starts.map(start => new RegExp(`^${start}`))
  return { tokens: { $in: [...wholes, ...patterns] } }
}
