import { prefixLengthMin, type Term } from './terms.ts'
import { fold, folded, writtenWordsOf } from './text.ts'

/** What of a product is searched. */
export type Searched = {
  readonly name: string
  readonly description?: string
  readonly categories: readonly string[]
}

// How a word matches weighs more than where: exact before prefix before one edit, name before category before
// text.
const kinds = { exact: 0, prefix: 3, near: 6 }
const fields = { name: 0, category: 1, description: 2 }
const worstRank = kinds.near + fields.description
const matchedMax = 30
const wordCharacter = /[\p{L}\p{N}\p{M}]/u

/** How well a product matches, from 0 for all words in the name as they were typed; less is better. */
export function rankOf(product: Searched, terms: readonly Term[]): number {
  const name = fold(product.name)
  const categories = fold(product.categories.join('/'))
  // Long, and not needed for a product that is called what was typed.
  let description: string | undefined
  const rankOfTerm = (term: Term): number => {
    const short = Math.min(
      kindIn(name, term) + fields.name,
      kindIn(categories, term) + fields.category
    )
    if (short < kinds.prefix) return short
    description ??= fold(product.description ?? '')
    return Math.min(short, kindIn(description, term) + fields.description)
  }
  return terms.reduce((sum, term) => sum + Math.min(rankOfTerm(term), worstRank), 0)
}

/** The words of a product, as they are written in it, that a search has matched; at most 30. */
export function matchedIn(
  { name, description = '', categories }: Searched,
  terms: readonly Term[]
): readonly string[] {
  const written = [name, ...categories, description].flatMap(writtenWordsOf)
  return [...new Set(written)]
    .filter(word => terms.some(term => matches(folded(word), term)))
    .slice(0, matchedMax)
}

function matches(word: string, term: Term): boolean {
  if (term.near.includes(word)) return true
  return term.word.length < prefixLengthMin ? word === term.word : word.startsWith(term.word)
}

/** How the best matching word of a folded text matches. */
function kindIn(text: string, { word, near }: Term): number {
  const kind = typedKindIn(text, word)
  if (kind < kinds.near) return kind
  return near.some(other => typedKindIn(text, other) === kinds.exact) ? kinds.near : worstRank + 1
}

function typedKindIn(text: string, word: string): number {
  let kind = worstRank + 1
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isInWord(text[at - 1])) continue
    if (!isInWord(text[at + word.length])) return kinds.exact
    if (word.length >= prefixLengthMin) kind = kinds.prefix
  }
  return kind
}

function isInWord(character: string | undefined): boolean {
  return character !== undefined && wordCharacter.test(character)
}
