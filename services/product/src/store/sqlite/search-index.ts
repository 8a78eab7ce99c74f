import { sql, type Kysely, type Transaction } from 'kysely'
import { deletionsOf, isForgivable } from '../../domain/edits.ts'
import type { Candidate, MatchOptions } from '../../domain/ports.ts'
import type { Term } from '../../domain/terms.ts'
import { wordsOf } from '../../domain/text.ts'
import type { ProductDocument } from '../document.ts'
import { readDocument } from './rows.ts'
import type { ProductSchema } from './schema.ts'

/** Full text that goes into the index, and the number of its product. */
export type Indexed = { readonly seq: number; readonly document: ProductDocument }

export async function match(
  kysely: Kysely<ProductSchema>,
  terms: readonly Term[],
  { limit, inName }: MatchOptions
): Promise<readonly number[]> {
  const all = terms.map(expressionOf).join(' AND ')
  const expression = inName ? `{name} : (${all})` : all
  const rows = await kysely
    .selectFrom('search')
    .select('rowid')
    .where(sql<boolean>`search match ${expression}`)
    .orderBy('rowid', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => row.rowid)
}

export async function findCandidates(
  kysely: Kysely<ProductSchema>,
  seqs: readonly number[]
): Promise<readonly Candidate[]> {
  const rows = await kysely
    .selectFrom('product')
    .select(['seq', 'id', 'doc'])
    .where('seq', 'in', sql<number>`(select value from json_each(${JSON.stringify(seqs)}))`)
    .execute()
  return rows.map(({ seq, id, doc }) => ({ seq, id, ...readDocument(doc) }))
}

/** Adds products, whose texts are not in the index. */
export async function addToIndex(
  transaction: Transaction<ProductSchema>,
  products: readonly Indexed[]
): Promise<void> {
  const rows = products.map(({ seq, document }) => [seq, ...textsOf(document)])
  await sql`insert into search (rowid, name, category, description)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3
    from json_each(${JSON.stringify(rows)})`.execute(transaction)
  await addWords(
    transaction,
    rows.flatMap(([, ...texts]) => texts.flatMap(wordsIn))
  )
}

export async function removeFromIndex(
  transaction: Transaction<ProductSchema>,
  seqs: readonly number[]
): Promise<void> {
  await sql`delete from search
    where rowid in (select value from json_each(${JSON.stringify(seqs)}))`.execute(transaction)
}

/** The texts of a product that are searched, as folded words. */
export function textsOf({
  name,
  categories,
  description = ''
}: ProductDocument): readonly [string, string, string] {
  return [wordsOf(name), categories.flatMap(wordsOf), wordsOf(description)].map(words =>
    words.join(' ')
  ) as unknown as [string, string, string]
}

/**
 * Keeps what typing errors are looked up in. A word stays when its last product goes: it leads to nothing
 * then.
 */
async function addWords(transaction: Transaction<ProductSchema>, words: readonly string[]) {
  const forgivable = [...new Set(words)].filter(isForgivable)
  const added = await sql<{ word: string }>`insert into word (word)
    select value from json_each(${JSON.stringify(forgivable)}) where true
    on conflict do nothing returning word`.execute(transaction)
  if (added.rows.length === 0) return
  const deletions = added.rows.flatMap(({ word }) =>
    deletionsOf(word).map(deletion => [deletion, word])
  )
  await sql`insert into word_deletion (deletion, word)
    select value ->> 0, value ->> 1 from json_each(${JSON.stringify(deletions)}) where true
    on conflict do nothing`.execute(transaction)
}

/** Words hold letters and digits only, so that nothing in quotes can be taken for an operator. */
function expressionOf({ word, near, isKnown }: Term) {
  const typed = word.length > 1 ? `"${word}" *` : `"${word}"`
  if (near.length === 0) return `(${typed})`
  const others = near.map(other => `"${other}"`).join(' OR ')
  return isKnown ? `(${typed} OR {name category} : (${others}))` : `(${typed} OR ${others})`
}

function wordsIn(text: string | number) {
  return typeof text === 'string' ? text.split(' ') : []
}
