import { defaultImages, type Image, type Product, type ProductDraft } from '../domain/product.ts'

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

/** `stock` is a JSON object of the options' names. */
export function productOf(row: {
  readonly id: string
  readonly doc: string
  readonly stock: string
}): Product {
  const document = readDocument(row.doc)
  const stock = new Map(Object.entries(JSON.parse(row.stock) as Record<string, number>))
  return {
    id: row.id,
    ...document,
    options: document.options.map(option => ({ ...option, stock: stock.get(option.name) ?? 0 })),
    images: document.images ?? defaultImages(row.id)
  }
}

export function readDocument(doc: string): ProductDocument {
  return JSON.parse(doc) as ProductDocument
}
