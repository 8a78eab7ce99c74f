import { html, type Html } from '@microzon/shared/html'

const excerptLength = 110
const wordPattern = /[\p{L}\p{N}\p{M}]+/gu

/** A text in which the given words, as they are written in it, are marked. */
export function marked(text: string, words: readonly string[]): readonly (string | Html)[] {
  if (words.length === 0) return [text]
  const wanted = new Set(words)
  const parts: (string | Html)[] = []
  let end = 0
  for (const found of text.matchAll(wordPattern)) {
    const [word] = found
    if (!wanted.has(word)) continue
    parts.push(text.slice(end, found.index), html`<mark>${word}</mark>`)
    end = found.index + word.length
  }
  return [...parts, text.slice(end)]
}

/** Some words around the first that is marked, at most 110 characters; nothing where none is. */
export function excerpt(
  text: string,
  words: readonly string[]
): readonly (string | Html)[] | undefined {
  const wanted = new Set(words)
  const first = text.matchAll(wordPattern).find(([word]) => wanted.has(word))
  if (first === undefined) return undefined
  const start = startOfWord(text, first.index - excerptLength / 3)
  const end = startOfWord(text, start + excerptLength)
  const cut = text.slice(start, end).trim()
  return [start > 0 && '… ', ...marked(cut, words), end < text.length && ' …'].filter(
    part => part !== false
  )
}

/** The end of the text, or where the word begins that stands at a place. */
function startOfWord(text: string, at: number): number {
  if (at <= 0) return 0
  if (at >= text.length) return text.length
  return text.lastIndexOf(' ', at) + 1
}
