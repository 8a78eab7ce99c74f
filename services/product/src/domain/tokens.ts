import type { Searched } from './rank.ts'
import { prefixLengthMin, type Term } from './terms.ts'
import { wordsOf } from './text.ts'

/** What stands for a term in an index of tokens: any of these. */
export type Lookup = {
  readonly wholes: readonly string[]
  /** Tokens that start so. */
  readonly starts: readonly string[]
}

const fields = { name: 'n:', category: 'c:', description: 'd:' }
const everywhere = [fields.name, fields.category, fields.description]
const short = [fields.name, fields.category]

/** What a product is found by, in an index that knows nothing of words: each word with its field. */
export function tokensOf({ name, categories, description = '' }: Searched): readonly string[] {
  const tokens = (field: string, text: string): readonly string[] =>
    wordsOf(text).map(word => field + word)
  return [
    ...new Set([
      ...tokens(fields.name, name),
      ...categories.flatMap(path => tokens(fields.category, path)),
      ...tokens(fields.description, description)
    ])
  ]
}

/** What a term is looked up by. With `inName`, only in names. */
export function lookupOf({ word, near, isKnown }: Term, inName: boolean): Lookup {
  const typedIn = inName ? [fields.name] : everywhere
  const nearIn = inName ? [fields.name] : isKnown ? short : everywhere
  const typed = typedIn.map(field => field + word)
  const isPrefix = word.length >= prefixLengthMin
  return {
    wholes: [
      ...(isPrefix ? [] : typed),
      ...nearIn.flatMap(field => near.map(other => field + other))
    ],
    starts: isPrefix ? typed : []
  }
}
