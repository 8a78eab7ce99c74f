import { randomBytes } from 'node:crypto'
import process from 'node:process'
import {
  createId,
  createRuntime,
  logMistakes,
  querySpans,
  repeat,
  run
} from '@microzon/shared/service'
import { openDatabase } from '@microzon/shared/store'
import { createApp } from './app.ts'
import { createProductCatalog } from './clients/product-catalog.ts'
import { loadConfig } from './config.ts'
import { createCartDatabase } from './store/cart-database.ts'
import type { CartSchema } from './store/schema.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, logger, tracer } = runtime
const database = await openDatabase<CartSchema>({
  url: config.databaseUrl,
  onQuery: querySpans(tracer)
})
const store = await createCartDatabase(database, clock)
const sweeping = repeat({ everyMs: 60_000, work: store.sweep, logger })
const app = createApp({
  runtime,
  ...store,
  catalog: createProductCatalog(runtime.client('product'), logMistakes(runtime, 'product')),
  createCartId: () => randomBytes(16).toString('base64url'),
  createItemId: createId
})

await run(app, {
  runtime,
  ready: database.ready,
  stopWork: sweeping.stop,
  close: database.close
})
