import type { Once } from '@microzon/shared/idempotency'
import type { CommandListener } from '@microzon/shared/mongo'
import type { QueryEvent, Reaper } from '@microzon/shared/store'
import type { ProductStore, ProductWriter } from '../domain/ports.ts'

export type OpenProductStore = {
  readonly products: ProductStore
  readonly once: Pick<Once<ProductWriter>, 'run'> & Reaper
  /** Ends what died in the middle, at most `limit` of each kind; returns how much it was. */
  readonly repair: (limit: number) => Promise<number>
  readonly ready: () => Promise<boolean>
  readonly close: () => Promise<void>
}

export type ProductStoreOptions = {
  /** `mongodb://…`, `sqlite:/absolute/file.db` or `sqlite::memory:`. */
  readonly url: string
  readonly clock: () => number
  /** For a product whose own id is taken, and for whatever else must be unique. */
  readonly createId: () => string
  readonly onQuery?: (event: QueryEvent) => void
  readonly onCommand?: CommandListener
}

/** Opens the store that the URL names. Only its driver is loaded. */
export async function openProductStore(options: ProductStoreOptions): Promise<OpenProductStore> {
  if (/^mongodb(\+srv)?:/.test(options.url)) {
    const { openMongoProductStore } = await import('./mongo/mongo-product-store.ts')
    return openMongoProductStore(options)
  }
  const { openSqliteProductStore } = await import('./sqlite/sqlite-product-store.ts')
  return openSqliteProductStore(options)
}
