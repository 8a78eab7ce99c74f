import type { Product } from '../../domain/product.ts'
import { productOf, type ProductDocument } from '../document.ts'

/** `stock` is a JSON object of the options' names. */
export function productFrom(row: {
  readonly id: string
  readonly doc: string
  readonly stock: string
}): Product {
  const stock = Object.entries(JSON.parse(row.stock) as Record<string, number>)
  return productOf(row.id, readDocument(row.doc), new Map(stock))
}

export function readDocument(doc: string): ProductDocument {
  return JSON.parse(doc) as ProductDocument
}
