const shownMax = 20

/**
 * What a person is told who typed a name that nobody has: the name that was probably meant, else
 * those there are. One sentence.
 */
export function noSuch(kind: string, word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known)
  if (nearest !== undefined) return `There is no ${kind} "${word}": did you mean ${nearest}?`
  const some = known.length > shownMax ? [...known.slice(0, shownMax), '...'] : known
  return `There is no ${kind} "${word}"; there ${known.length === 0 ? 'is none' : `are ${some.join(', ')}`}.`
}

/** The name that was probably meant: one typing error for every three letters, or its beginning. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const given = word.toLowerCase()
  const errorsMax = Math.min(3, Math.ceil(given.length / 3))
  const [best] = known
    .map(name => ({ name, errors: errorsBetween(given, name.toLowerCase()) }))
    .filter(({ name, errors }) => errors <= errorsMax || isBeginning(given, name))
    .toSorted((a, b) => a.errors - b.errors)
  return best?.name
}

function isBeginning(given: string, name: string): boolean {
  return given.length >= 3 && name.startsWith(given)
}

/** Letters that are wrong, missing, too many, or swapped with their neighbour. */
function errorsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity
  let [before, last] = [
    [] as readonly number[],
    Array.from({ length: b.length + 1 }, (_, at) => at)
  ]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, j - 2) + 1 : Infinity
      )
    }
    ;[before, last] = [last, row]
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
