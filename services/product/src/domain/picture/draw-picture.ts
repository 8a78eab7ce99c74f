import { createChooser } from './chooser.ts'
import { frame } from './frame.ts'
import { drawingOf } from './kinds.ts'

/** What of a product decides its picture. */
export type Pictured = {
  readonly id: string
  /** Fixes the choices in place of the id: a product that is made anew keeps its picture. */
  readonly sku?: string | undefined
  readonly name: string
  readonly description?: string | undefined
  /** Paths, such as "Books/Poetry". */
  readonly categories: readonly string[]
}

/**
 * The picture of a product: an SVG document of 4:5 and at most 6 KB, the same for the same product.
 * Everything that comes from outside is shortened and escaped; nothing in it is refused.
 */
export const drawPicture = (product: Pictured): string => {
  const { name, description = '', categories } = product
  const key = product.sku ?? product.id
  const subject = { key, name, description, categories }
  return frame(name, drawingOf(subject)(subject, createChooser(key)))
}
