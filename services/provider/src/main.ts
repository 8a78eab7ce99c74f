import process from 'node:process'
import { createOutsiderRuntime, querySpans, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { openChargeStore } from './store/sql-charge-store.ts'

const config = loadConfig(process.env)
const runtime = createOutsiderRuntime(config.process)
const store = await openChargeStore({
  url: config.databaseUrl,
  onQuery: querySpans(runtime.tracer),
  clock: runtime.clock
})
const app = createApp({ runtime, store, apiKey: config.apiKey })

await run(app, { runtime, ready: store.ready, close: store.close })
