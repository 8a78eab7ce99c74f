import { SHELVES } from './shelves.ts'
import { CLOSINGS, FIRST_NAMES, MAKERS, MIDDLES, OPENINGS, STYLES } from './vocabulary.ts'
import type { Shelf } from './shelves.ts'

/** One line of a catalogue file, as `POST /products` takes it. */
export type CatalogueLine = {
  readonly sku: string
  readonly name: string
  readonly description: string
  readonly options: readonly CatalogueOption[]
  /** One path of two levels, such as "Kitchen/Cookware". */
  readonly categories: readonly string[]
}

export type CatalogueOption = {
  readonly name: string
  readonly priceInCent: number
  readonly stock: number
}

/**
 * Makes up `count` products, one after the other and without keeping any. Same seed, same products;
 * a longer run starts with the shorter one. Every sku is unique within a seed and between seeds.
 */
export function* generateProducts(count: number, seed: number): Generator<CatalogueLine> {
  for (let index = 0; index < count; index += 1) yield productAt(index, seed)
}

const productAt = (index: number, seed: number): CatalogueLine => {
  const below = createDice(index, seed)
  const shelf = pick(SHELVES, below)
  const isBook = shelf.category.startsWith('Books/')
  const isRecord = shelf.category.startsWith('Records/')
  return {
    sku: `G${(seed >>> 0).toString(36).toUpperCase()}-${String(index + 1).padStart(7, '0')}`,
    name: isBook ? titleOf(shelf, below) : nameOf(shelf, below),
    description: `${isBook || isRecord ? `${makerOf(below)}. ` : ''}${descriptionOf(below)}`,
    options: optionsOf(shelf, below),
    categories: [shelf.category]
  }
}

/** A whole number from 0 (included) to `limit` (excluded). */
type Dice = (limit: number) => number

/** Seeded by the place in the run, so that a product depends on no other. */
const createDice = (index: number, seed: number): Dice => {
  let state = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed | 0, 0x85ebca6b)
  return limit => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}

const pick = <T>(list: readonly T[], below: Dice): T => {
  const chosen = list[below(list.length)]
  if (chosen === undefined) throw new Error('a word list is empty')
  return chosen
}

const nameOf = ({ nouns, materials }: Shelf, below: Dice): string => {
  const noun = pick(nouns, below)
  switch (below(3)) {
    case 0:
      return `${pick(STYLES, below)} ${pick(materials, below)} ${noun}`
    case 1:
      return `${pick(MAKERS, below)} ${pick(materials, below)} ${noun}`
    default:
      return `${pick(MAKERS, below)} ${pick(STYLES, below)} ${noun}`
  }
}

const titleOf = ({ nouns, materials }: Shelf, below: Dice): string => {
  const noun = pick(nouns, below)
  switch (below(4)) {
    case 0:
      return `The ${pick(materials, below)} ${noun}`
    case 1:
      return `The ${noun} at ${pick(MAKERS, below)}`
    case 2:
      return `${pick(STYLES, below)} ${noun}, ${pick(materials, below)} Road`
    default:
      return `${articleOf(noun)} ${noun} for ${pick(FIRST_NAMES, below)} ${pick(MAKERS, below)}`
  }
}

function articleOf(noun: string): string {
  return /^[AEIOU]/.test(noun) ? 'An' : 'A'
}

/** Who wrote or composed it and when, in the form that a picture can read. */
const makerOf = (below: Dice): string =>
  `${pick(FIRST_NAMES, below)} ${pick(MAKERS, below)}, ${1850 + below(90)}`

const descriptionOf = (below: Dice): string =>
  `${pick(OPENINGS, below)}, ${pick(MIDDLES, below)}. ${pick(CLOSINGS, below)}`

const optionsOf = ({ options, prices }: Shelf, below: Dice): readonly CatalogueOption[] => {
  const [low, high] = prices
  const count = 1 + below(Math.min(options.length, 5))
  const first = low + below(Math.max(1, (high - low) / (1 + below(4))))
  return options.slice(0, count).map((name, index) => ({
    name,
    priceInCent: Math.min(500_000, Math.round((first * (1 + index * 0.3)) / 10) * 10),
    stock: stockOf(below)
  }))
}

/** Mostly plenty, sometimes scarce, now and then none. */
const stockOf = (below: Dice): number => {
  const fate = below(20)
  if (fate === 0) return 0
  return fate < 4 ? 1 + below(3) : 5 + below(120)
}
