import { createMongoOnce, mongoLimits, openMongo, repeatable, setUp } from '@microzon/shared/mongo'
import type { OpenProductStore, ProductStoreOptions } from '../open-product-store.ts'
import { ensureCategories } from './categories.ts'
import { plan } from './plan.ts'
import { collectionsOf, type Context } from './records.ts'
import { createStore, createWriter, repair } from './store.ts'

/**
 * Opens products as documents in MongoDB, and sets the database up. Nothing needs a transaction of several
 * documents: each thing that must hold is one write to one document, and all else follows from it.
 */
export async function openMongoProductStore(
  options: ProductStoreOptions
): Promise<OpenProductStore> {
  const { url, clock, createId, onCommand } = options
  const mongo = await openMongo({ url, ...(onCommand !== undefined && { onCommand }) })
  try {
    const context: Context = { collections: collectionsOf(mongo.db), clock, createId }
    await setUp(mongo.db, plan)
    await repeatable(() => ensureCategories(context, []), mongoLimits)
    return {
      products: createStore(context),
      once: createMongoOnce({
        db: mongo.db,
        clock,
        bind: origin => createWriter(context, () => origin)
      }),
      repair: limit => repair(context, limit),
      ready: () => mongo.ready(),
      close: () => mongo.close()
    }
  } catch (error) {
    await mongo.close()
    throw error
  }
}
