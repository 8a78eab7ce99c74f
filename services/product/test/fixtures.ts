import type { ProductDraft } from '../src/domain/product.ts'

/** A product with one option; `changes` are its peculiarities. */
export function draftOf(changes: Partial<ProductDraft> = {}): ProductDraft {
  return {
    name: 'Leaves of Grass',
    description: 'Walt Whitman, 1855.',
    options: [optionOf()],
    categories: ['Books/Poetry'],
    ...changes
  }
}

export function optionOf(
  changes: Partial<ProductDraft['options'][number]> = {}
): ProductDraft['options'][number] {
  return { name: 'Paperback', priceInCent: 990, stock: 10, ...changes }
}

export function errorOf(code: string): { readonly code: string } {
  return { code }
}

/** What a generator gives, as a list. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
