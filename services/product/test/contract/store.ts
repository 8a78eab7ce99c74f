import type { TestContext } from 'node:test'
import type { ProductStore, ProductWriter } from '../../src/domain/ports.ts'
import type { OpenProductStore } from '../../src/store/open-product-store.ts'
import type { ProductDraft } from '../../src/domain/product.ts'
import { keyed } from '../../src/domain/upsert.ts'

/** What an instance of the service does with the data, its sweeper's part included. */
export type Handle = ProductStore & Pick<OpenProductStore, 'repair'>

/** Opens an empty store; each handle of `handles` is an instance of the service on the same data. */
export type OpenStore = (
  t: TestContext,
  options?: { readonly handles?: number; readonly clock?: () => number }
) => Promise<readonly [Handle, ...Handle[]]>

export const keepStock = { setStock: false }
export const setStock = { setStock: true }

/** Saves all drafts and gives their ids. */
export async function save(
  writer: ProductWriter,
  drafts: readonly ProductDraft[],
  options = keepStock
): Promise<readonly string[]> {
  const saved = await writer.save(drafts.map(keyed), options)
  return saved.map(({ id }) => id)
}

export async function stockOf(store: ProductStore, id: string): Promise<readonly number[]> {
  const [product] = await store.find([id])
  return product?.options.map(({ stock }) => stock) ?? []
}
