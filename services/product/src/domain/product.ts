import { createHash } from 'node:crypto'
import { DomainError } from '@microzon/shared/errors'
import { categoryKeyOf, normalisePath } from './category.ts'
import { fold, slugOf } from './text.ts'

export type Option = {
  readonly name: string
  readonly description?: string
  /** Euro cents, tax included. */
  readonly priceInCent: number
  /** What can be sold at this moment: what orders have reserved is not part of it. */
  readonly stock: number
}

/** Addresses of one picture in three sizes. */
export type Image = {
  readonly thumbnail: string
  readonly preview: string
  readonly original: string
}

/** What the staff tells of a product. */
export type ProductDraft = {
  readonly sku?: string
  readonly name: string
  readonly description?: string
  readonly options: readonly Option[]
  /** Paths such as `Books/Poetry`; the first is where the product is at home. */
  readonly categories: readonly string[]
  readonly images?: readonly Image[]
}

export type Product = ProductDraft & {
  readonly id: string
  readonly images: readonly Image[]
  /** The way from the first level to the first category. */
  readonly breadcrumbs: readonly { readonly id: string; readonly name: string }[]
}

const idSlugLengthMax = 24
const idHashLength = 10

/**
 * The draft with its names trimmed. Throws `PRODUCT_INVALID` for what a schema cannot say: a name that is
 * empty but for white space, two options or two categories of one name, a path of more than four levels,
 * broken characters.
 */
export function normalise(draft: ProductDraft): ProductDraft {
  const { description } = draft
  const normalised: ProductDraft = {
    ...draft,
    name: nameFrom(draft.name, 'name'),
    options: draft.options.map(option => ({ ...option, name: nameFrom(option.name, 'option') })),
    categories: draft.categories.map(normalisePath)
  }
  if (description !== undefined && !description.isWellFormed()) refuse('the description is broken')
  const { options, categories } = normalised
  if (new Set(options.map(option => option.name)).size < options.length) {
    refuse('two options have the same name')
  }
  if (new Set(categories.map(categoryKeyOf)).size < categories.length) {
    refuse('two categories are the same')
  }
  return normalised
}

/** What makes two drafts the same product: its sku, else its name and first category. */
export function businessKeyOf({ sku, name, categories }: ProductDraft): string {
  const [first = ''] = categories
  return sku === undefined ? `name:${fold(name)}|${categoryKeyOf(first)}` : `sku:${sku}`
}

/**
 * The id of a product that is made anew, at most 35 of `[a-z0-9-]`: the same product has the same address in
 * every lab.
 */
export function proposedIdOf(draft: ProductDraft): string {
  const digest = createHash('sha256').update(businessKeyOf(draft)).digest()
  const hash = digest.readBigUInt64BE().toString(36).padStart(13, '0').slice(-idHashLength)
  const slug = cutWords(slugOf(draft.name).replaceAll(/[^a-z0-9-]/g, ''))
  return `${slug || 'product'}-${hash}`
}

/** The lowest price of its options: what lists show and are sorted by. */
export function priceOf(product: {
  readonly options: readonly Pick<Option, 'priceInCent'>[]
}): number {
  return Math.min(...product.options.map(option => option.priceInCent))
}

/** Where the picture of a product is found that brought none. */
export function defaultImages(id: string): readonly Image[] {
  const address = `/images/${id}.svg`
  return [{ thumbnail: address, preview: address, original: address }]
}

export function productNotFound(): DomainError {
  return new DomainError('PRODUCT_NOT_FOUND', 'there is no such product')
}

/** As many whole words as fit. */
function cutWords(slug: string): string {
  const words = slug.split('-').filter(word => word !== '')
  const fits = words.filter((_, index) => {
    return words.slice(0, index + 1).join('-').length <= idSlugLengthMax
  })
  return fits.length > 0 ? fits.join('-') : (words[0] ?? '').slice(0, idSlugLengthMax)
}

function nameFrom(text: string, what: string): string {
  const name = text.trim().replaceAll(/\s+/g, ' ')
  if (name === '' || !name.isWellFormed()) refuse(`a ${what} is empty or broken`)
  return name
}

function refuse(message: string): never {
  throw new DomainError('PRODUCT_INVALID', message)
}
