const wordPattern = /[\p{L}\p{N}\p{M}]+/gu
const wordLengthMax = 40
/** Letters that have no decomposition, so that taking the marks away does not reach them. */
const unmarked: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i'
}

/** The text in lower case and without diacritics: `Brontë` becomes `bronte`, `Straße` `strasse`. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  // Most texts need nothing more, and search folds very many.
  if (!/[^ -~\s]/.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[ßæœøđðłþı]/g, letter => unmarked[letter] ?? letter)
    .normalize('NFC')
}

/** The folded words of a text in their order, each at most 40 characters. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(wordPattern) ?? []).map(folded).filter(word => word !== '')
}

/** The words of a text as they are written. */
export function writtenWordsOf(text: string): readonly string[] {
  return text.match(wordPattern) ?? []
}

/** The folded form of one written word. */
export function folded(word: string): string {
  return fold(word).slice(0, wordLengthMax)
}

/** Folded words joined by hyphens: `Home & Garden` becomes `home-garden`. */
export function slugOf(text: string): string {
  return wordsOf(text).join('-')
}
