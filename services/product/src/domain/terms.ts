import { deletionsOf, forgivenLengthMin, isForgivable, isOneEdit } from './edits.ts'
import { wordsOf } from './text.ts'

/** One word of a search and what it stands for in the index. */
export type Term = {
  /**
   * Words that start so match; one that is no longer matches better. Of one letter, it matches as a whole
   * only.
   */
  readonly word: string
  /** Words that match because they are one typing error apart, and do not start with `word`. */
  readonly near: readonly string[]
  /** The word as it was typed is in the index: those near it then count in names and categories only. */
  readonly isKnown: boolean
}

/** What is asked of the index to know what a word stands for. */
export type Vocabulary = {
  /** Indexed words that are one of the given, or become one by leaving out a letter; at most `limit`. */
  wordsNear(deletions: readonly string[], limit: number): Promise<readonly string[]>
  /** Whether any indexed word that can be forgiven starts so. */
  hasWordFrom(prefix: string): Promise<boolean>
}

export const prefixLengthMin = 2
const wordsMax = 8
const nearMax = 64

/** What the words of a search stand for; the first eight different words count. */
export async function termsOf(text: string, vocabulary: Vocabulary): Promise<readonly Term[]> {
  const words = [...new Set(wordsOf(text))].slice(0, wordsMax)
  return Promise.all(words.map(word => termOf(word, vocabulary)))
}

async function termOf(word: string, vocabulary: Vocabulary): Promise<Term> {
  const isForgiven = word.length >= forgivenLengthMin && isForgivable(word)
  if (!isForgiven) return { word, near: [], isKnown: true }
  // Some of what has a deletion in common is two errors apart, so more is asked for than is kept.
  const found = await vocabulary.wordsNear(deletionsOf(word), nearMax * 4)
  const near = found
    .filter(other => !other.startsWith(word) && isOneEdit(word, other))
    .slice(0, nearMax)
  const isKnown = near.length === 0 || (await vocabulary.hasWordFrom(word))
  return { word, near, isKnown }
}
