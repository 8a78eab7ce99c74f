import process from 'node:process'
import { createId, createRuntime, querySpans, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { openSqliteProductStore } from './store/sqlite/sqlite-product-store.ts'
import { startSweeper } from './sweeper.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const store = await openSqliteProductStore({
  url: config.databaseUrl,
  clock: runtime.clock,
  createId,
  onQuery: querySpans(runtime.tracer)
})
const app = createApp({ runtime, ...store })
const sweeper = startSweeper({
  products: store.products,
  reapExpired: limit => store.once.reapExpired(limit),
  clock: runtime.clock,
  onError: error => runtime.logger.error({ err: error }, 'the sweep has failed')
})

await run(app, { runtime, ready: store.ready, stopWork: sweeper.stop, close: store.close })
