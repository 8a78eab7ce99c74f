import type { Choices } from './chooser.ts'

/** The shop's colours. Every picture is made of these, so that a grid of them is one shop. */
export const PAPER = '#f3eadb'
export const CREAM = '#fbf5e8'
export const OAT = '#e2d1b2'
export const INK = '#26231f'
export const GREEN = '#1f4b3a'
export const LEAF = '#55805a'
export const SAGE = '#b9c5a5'
export const MARIGOLD = '#e9a735'
export const RUST = '#c0532f'
export const BLUSH = '#ebc4af'
export const BLUE = '#2f4f6b'
export const SKY = '#b4ccd0'
export const PLUM = '#6a3346'

export const WOOD = '#b98352'
export const BIRCH = '#ddb987'
export const STEEL = '#a3abab'
export const IRON = '#3d4142'
export const BRASS = '#c9993f'
export const CLAY = '#c57046'

/** The colours of one picture. */
export type Scheme = {
  readonly wall: string
  readonly table: string
  /** The thing itself. */
  readonly body: string
  /** Its smaller parts. */
  readonly accent: string
  /** A quiet third: labels, patterns. */
  readonly quiet: string
}

const scheme = (...colours: readonly [string, string, string, string, string]): Scheme => {
  const [wall, table, body, accent, quiet] = colours
  return { wall, table, body, accent, quiet }
}

export const LIGHT_SCHEMES: Choices<Scheme> = [
  scheme(PAPER, '#dfcba9', GREEN, MARIGOLD, CREAM),
  scheme(PAPER, '#d9c29c', RUST, GREEN, CREAM),
  scheme('#c9d2b6', '#a5b48f', CREAM, RUST, MARIGOLD),
  scheme('#c9d2b6', '#a5b48f', GREEN, CREAM, BLUSH),
  scheme(BLUSH, '#d5a388', GREEN, CREAM, MARIGOLD),
  scheme(BLUSH, '#d5a388', BLUE, MARIGOLD, CREAM),
  scheme('#c2d4d5', '#96b4b8', RUST, CREAM, MARIGOLD),
  scheme('#c2d4d5', '#96b4b8', CREAM, BLUE, MARIGOLD),
  scheme(OAT, '#c6ac80', BLUE, CREAM, RUST),
  scheme(OAT, '#c6ac80', PLUM, MARIGOLD, CREAM)
]

export const DARK_SCHEMES: Choices<Scheme> = [
  scheme('#2c5646', '#1b3d30', CREAM, MARIGOLD, RUST),
  scheme('#2c5646', '#1b3d30', MARIGOLD, CREAM, BLUSH),
  scheme('#3d5c77', '#2a435a', CREAM, MARIGOLD, RUST),
  scheme('#3d5c77', '#2a435a', BLUSH, CREAM, MARIGOLD),
  scheme('#7a4254', '#5a2c3c', BLUSH, MARIGOLD, CREAM)
]

export const BOLD_SCHEMES: Choices<Scheme> = [
  scheme('#e8b04c', '#cf8f2b', GREEN, CREAM, RUST),
  scheme('#e8b04c', '#cf8f2b', CREAM, BLUE, RUST),
  scheme('#c9694a', '#a54d31', CREAM, GREEN, MARIGOLD),
  ...DARK_SCHEMES
]

export const ALL_SCHEMES: Choices<Scheme> = [...LIGHT_SCHEMES, ...BOLD_SCHEMES]
