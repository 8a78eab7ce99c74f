import process from 'node:process'
import { commandSpans, createId, createRuntime, querySpans, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { openProductStore } from './store/open-product-store.ts'
import { startSweeper } from './sweeper.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const store = await openProductStore({
  url: config.databaseUrl,
  clock: runtime.clock,
  createId,
  onQuery: querySpans(runtime.tracer),
  onCommand: commandSpans(runtime.tracer, runtime.clock)
})
const app = createApp({ runtime, ...store })
const sweeper = startSweeper({
  products: store.products,
  repair: store.repair,
  reapExpired: limit => store.once.reapExpired(limit),
  clock: runtime.clock,
  onError: error => runtime.logger.error({ err: error }, 'the sweep has failed')
})

await run(app, { runtime, ready: store.ready, stopWork: sweeper.stop, close: store.close })
