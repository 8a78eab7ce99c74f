/** Text broken into lines that fit a width at a size, both in the picture's units. */
export type Fitted = { readonly size: number; readonly lines: readonly string[] }

export type Fitting = {
  readonly width: number
  readonly linesMax: number
  readonly sizeMax: number
  readonly sizeMin: number
  /** How high the lines may become; the smallest size may exceed it. */
  readonly heightMax?: number
}

export type Typesetting = {
  readonly x: number
  /** The first line's base line. */
  readonly y: number
  readonly size: number
  readonly colour: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Extra attributes: weight, style, spacing, family. Never anything that came from outside. */
  readonly attributes?: string
}

/** Attributes of the second family, for small print. */
export const SANS = 'font-family="Avenir Next,Helvetica,Arial,sans-serif"'

const CONTENT_LENGTH_MAX = 120
const LEADING = 1.16

/**
 * The largest size at which the text fits, in evenly filled lines; at the smallest it is cut with an
 * ellipsis.
 */
export const fitText = (content: string, fitting: Fitting): Fitted => {
  const words = cleaned(content).split(' ').filter(Boolean)
  const { width, linesMax, sizeMax, sizeMin, heightMax = Infinity } = fitting
  for (let size = sizeMax; size > sizeMin; size *= 0.94) {
    const lines = wrap(words, width / size)
    const fits = lines.length <= linesMax && heightOf({ size, lines }) <= heightMax
    if (fits && lines.every(entry => emsOf(entry) * size <= width)) {
      return { size, lines: evened(words, width / size) }
    }
  }
  return { size: sizeMin, lines: cut(words, { ems: width / sizeMin, linesMax }) }
}

/** The height that the lines take, from the first line's top to the last one's base line. */
export const heightOf = ({ size, lines }: Fitted): number =>
  size * (0.74 + LEADING * Math.max(0, lines.length - 1))

/** One `<text>` for each line, the first one's base line at `y`. */
export const typeset = (lines: readonly string[], setting: Typesetting): string =>
  lines
    .map((entry, index) => {
      const y = Math.round(setting.y + index * setting.size * LEADING)
      return (
        `<text x="${Math.round(setting.x)}" y="${y}" font-size="${setting.size.toFixed(1)}" ` +
        `fill="${setting.colour}" text-anchor="${setting.anchor ?? 'middle'}"` +
        `${setting.attributes === undefined ? '' : ` ${setting.attributes}`}>${escapeXml(entry)}</text>`
      )
    })
    .join('')

/** Text as it may stand in XML: escaped, without the characters that XML forbids. */
export const escapeXml = (content: string): string =>
  content
    .toWellFormed()
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

/** One line of text of a limited length. */
export const cleaned = (content: string): string =>
  Array.from(
    content
      .slice(0, 4 * CONTENT_LENGTH_MAX)
      .replace(BREAKABLE, ' ')
      .trim()
  )
    .slice(0, CONTENT_LENGTH_MAX)
    .join('')

/** White space at which a line may end: any but the space that does not break. */
const BREAKABLE = /[^\S\u00A0]+/g
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu

/**
 * Widths in ems of a wide serif (Georgia, DejaVu Serif Condensed), a little too large: a picture
 * cannot know which font draws it, and a gap is better than an overflow.
 */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'’|!]/, 0.34],
  [/[frtIJ\s()[\]-]/, 0.44],
  [/[mMW]/, 0.98],
  [/[wQOG&@%—]/, 0.84],
  [/[A-ZÀ-Þ]/, 0.76],
  [/[a-zß-ÿ0-9]/, 0.61]
]
const WIDTH_OF_OTHERS = 1.05
const knownWidths = new Map(
  Array.from({ length: 0x100 }, (_, code) => {
    const character = String.fromCodePoint(code)
    return [character, WIDTHS.find(([class_]) => class_.test(character))?.[1] ?? WIDTH_OF_OTHERS]
  })
)

/** The width of a line in ems. */
export const emsOf = (content: string): number => {
  let ems = 0
  for (const character of content) ems += knownWidths.get(character) ?? WIDTH_OF_OTHERS
  return ems
}

const wrap = (words: readonly string[], ems: number): readonly string[] => {
  const lines: string[] = []
  let current = ''
  for (const word of words) {
    const longer = current === '' ? word : `${current} ${word}`
    if (current !== '' && emsOf(longer) > ems) {
      lines.push(current)
      current = word
    } else {
      current = longer
    }
  }
  return current === '' ? lines : [...lines, current]
}

/** The same number of lines in the narrowest column that holds them. */
const evened = (words: readonly string[], ems: number): readonly string[] => {
  let best = wrap(words, ems)
  for (let narrower = ems * 0.95; narrower > ems * 0.4; narrower *= 0.95) {
    const lines = wrap(words, narrower)
    if (lines.length > best.length || lines.some(entry => emsOf(entry) > ems)) break
    best = lines
  }
  return best
}

const cut = (words: readonly string[], limit: { ems: number; linesMax: number }) => {
  const pieces = words.flatMap(word => broken(word, limit.ems))
  const lines = wrap(pieces, limit.ems)
  if (lines.length <= limit.linesMax) return lines
  const last = Array.from(lines[limit.linesMax - 1] ?? '')
  while (last.length > 0 && emsOf(`${last.join('')}…`) > limit.ems) last.pop()
  return [...lines.slice(0, limit.linesMax - 1), `${last.join('').trimEnd()}…`]
}

/** A word in pieces that fit: for words longer than a line. */
const broken = (word: string, ems: number): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && emsOf(piece + character) > ems) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
