/** Typing errors are forgiven in words of at least so many letters. */
export const forgivenLengthMin = 5
/** A word that lacks one letter of a forgiven one is a letter shorter. */
const indexedLengthMin = forgivenLengthMin - 1
const indexedLengthMax = 24
const lettersOnly = /^\p{L}+$/u

/**
 * Whether the word can be meant by a word that is written with one error. Numbers are not: 1984 is not 1985.
 */
export function isForgivable(word: string): boolean {
  return (
    word.length >= indexedLengthMin && word.length <= indexedLengthMax && lettersOnly.test(word)
  )
}

/**
 * The word and every word that it becomes by leaving one letter out. Two words that are one error apart (a
 * letter too many, too few, another one, or two swapped) have one of these in common, so that a plain look-up
 * finds them; some that have one in common are two errors apart, see `isOneEdit`.
 */
export function deletionsOf(word: string): readonly string[] {
  const letters = Array.from(word)
  const shorter = letters.map((_, index) => letters.toSpliced(index, 1).join(''))
  return [...new Set([word, ...shorter])]
}

/**
 * Whether one error makes one word out of the other: a letter too many, too few, another one, or two swapped.
 */
export function isOneEdit(left: string, right: string): boolean {
  const [long, short] = left.length >= right.length ? [left, right] : [right, left]
  const start = commonStart(long, short)
  if (long.length === short.length + 1) return long.slice(start + 1) === short.slice(start)
  if (long.length !== short.length || start === long.length) return false
  const restsEqual = (count: number): boolean =>
    long.slice(start + count) === short.slice(start + count)
  const isSwapped = long[start] === short[start + 1] && long[start + 1] === short[start]
  return restsEqual(1) || (isSwapped && restsEqual(2))
}

function commonStart(left: string, right: string): number {
  let length = 0
  while (length < right.length && left[length] === right[length]) length += 1
  return length
}
