import { defaultImages, type Image, type Product, type ProductDraft } from '../domain/product.ts'
import { fold } from '../domain/text.ts'

/**
 * What is kept of a product as one document. Its stock is kept beside it: it changes by itself, and often.
 */
export type ProductDocument = {
  readonly sku?: string
  readonly name: string
  readonly description?: string
  readonly options: readonly {
    readonly name: string
    readonly description?: string
    readonly priceInCent: number
  }[]
  readonly categories: readonly string[]
  readonly images?: readonly Image[]
  readonly breadcrumbs: Product['breadcrumbs']
}

const sortNameLengthMax = 40

export function documentOf(
  draft: ProductDraft,
  breadcrumbs: Product['breadcrumbs']
): ProductDocument {
  return {
    ...draft,
    options: draft.options.map(({ name, description, priceInCent }) => ({
      name,
      ...(description !== undefined && { description }),
      priceInCent
    })),
    breadcrumbs
  }
}

/** `stock` is by the options' names. */
export function productOf(
  id: string,
  document: ProductDocument,
  stock: ReadonlyMap<string, number>
): Product {
  return {
    id,
    ...document,
    options: document.options.map(option => ({ ...option, stock: stock.get(option.name) ?? 0 })),
    images: document.images ?? defaultImages(id)
  }
}

/** What a list by name is sorted by. */
export function sortNameOf({ name }: ProductDocument): string {
  return fold(name).slice(0, sortNameLengthMax)
}
