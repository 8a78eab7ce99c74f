import { cleaned } from './text.ts'
import type { Chooser } from './chooser.ts'

/** What a picture is drawn from. `key` fixes every choice: same key, same picture. */
export type Subject = {
  readonly key: string
  readonly name: string
  readonly description: string
  /** Paths of two levels, such as "Books/Poetry". */
  readonly categories: readonly string[]
}

export type Drawing = (subject: Subject, chooser: Chooser) => string

export type Maker = { readonly author: string; readonly year: string }

/** Who made it and when, if the description starts as "Jane Austen, 1813. …". */
export const makerOf = ({ description }: Subject): Maker | undefined => {
  const [, author, year] = MAKER.exec(description.slice(0, 120)) ?? []
  return author === undefined || year === undefined ? undefined : { author, year }
}

/** The part of the first category below the top, as a reader would say it. */
export const shelfOf = ({ categories }: Subject): string =>
  categories[0]?.split('/').at(-1)?.trim() ?? ''

/**
 * The entry whose words stand in the name. What comes last in an English name is the thing itself
 * ("tea towel" is a towel), up to a preposition ("basket for bread" is a basket): of several
 * entries the one that ends last wins, of those the longest.
 */
export const byWords = <T>(name: string, entries: Lexicon<T>): T | undefined => {
  const lower = cleaned(name).toLowerCase()
  const [head = ''] = lower.split(HEAD_ENDS)
  return lastMatch(head, entries) ?? lastMatch(lower, entries)
}

/** Words and what they stand for. The patterns are global, so that every place is seen. */
export type Lexicon<T> = readonly (readonly [RegExp, T])[]

const lastMatch = <T>(words: string, entries: Lexicon<T>): T | undefined => {
  let best: { readonly end: number; readonly length: number; readonly value: T } | undefined
  for (const [pattern, value] of entries) {
    for (const { index, 0: found } of words.matchAll(pattern)) {
      const { length } = found
      const end = index + length
      if (best === undefined || end > best.end || (end === best.end && length > best.length)) {
        best = { end, length, value }
      }
    }
  }
  return best?.value
}

const HEAD_ENDS = /,| with | for | in | from | and | of | on /
const MAKER = /^(\p{Lu}[\p{L}\p{M} .’'&-]{2,60}), ((?:about )?\d{1,4}(?: BC)?)\. /u
