import { createHash } from 'node:crypto'
import { DomainError } from '@microzon/shared/errors'
import { slugOf } from './text.ts'

export type Category = {
  readonly id: string
  readonly name: string
  /** Products in it and below it. */
  readonly count: number
}

/** A category with its place in the tree: the slugs of its levels, such as `books/poetry`. */
export type PlacedCategory = Category & { readonly key: string }

export type CategoryNode = {
  readonly category: Category
  readonly children: readonly CategoryNode[]
}

export const categoryLevelsMax = 4
const levelLengthMax = 40
const idLengthMax = 80
const hashLength = 8

/** The path with every level trimmed. Throws `PRODUCT_INVALID`. */
export function normalisePath(path: string): string {
  const levels = path.split('/').map(level => level.trim().replaceAll(/\s+/g, ' '))
  if (levels.length > categoryLevelsMax) refuse(`has more than ${categoryLevelsMax} levels`)
  for (const level of levels) {
    if (level.length > levelLengthMax) refuse(`has a level of more than ${levelLengthMax}`)
    if (slugOf(level) === '' || !level.isWellFormed()) refuse('has a level without a letter')
  }
  return levels.join('/')
}

/** Two paths with the same key are the same category, however they are written. */
export function categoryKeyOf(path: string): string {
  return path.split('/').map(slugOf).join('/')
}

/** The categories along a path, first level first, with the names that the path gives them. */
export function levelsOf(path: string): readonly { readonly key: string; readonly name: string }[] {
  const names = path.split('/')
  return names.map((name, index) => ({
    key: categoryKeyOf(names.slice(0, index + 1).join('/')),
    name
  }))
}

/** The keys of all categories that a product with these paths is in, each once. */
export function keysOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(path => levelsOf(path).map(level => level.key)))]
}

/** The keys of the categories above one and of itself, first level first. */
export function keysTo(key: string): readonly string[] {
  const levels = key.split('/')
  return levels.map((_, index) => levels.slice(0, index + 1).join('/'))
}

/**
 * The id of a category, at most 80 characters of it: `books-poetry`. `isTaken` tells ids of other categories,
 * such as one of a single level that is called "Books Poetry".
 */
export function categoryIdOf(key: string, isTaken: (id: string) => boolean): string {
  const plain = key.replaceAll('/', '-')
  if (plain.length <= idLengthMax && !isTaken(plain)) return plain
  const hash = createHash('sha256').update(key).digest('hex').slice(0, hashLength)
  return `${plain.slice(0, idLengthMax - hashLength - 1)}-${hash}`
}

/** The tree of the categories; the children of each are in the order of their names. */
export function treeOf(categories: readonly PlacedCategory[]): readonly CategoryNode[] {
  const byParent = Map.groupBy(categories, ({ key }) => key.slice(0, key.lastIndexOf('/') + 1))
  const below = (prefix: string): readonly CategoryNode[] =>
    (byParent.get(prefix) ?? [])
      .toSorted((left, right) => (left.key < right.key ? -1 : 1))
      .map(({ id, name, count, key }) => ({
        category: { id, name, count },
        children: below(`${key}/`)
      }))
  return below('')
}

function refuse(reason: string): never {
  throw new DomainError('PRODUCT_INVALID', `a category ${reason}`)
}
