import process from 'node:process'
import { createRuntime, querySpans, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { createProviderApi } from './clients/provider-api.ts'
import { loadConfig } from './config.ts'
import { createPendingWork } from './domain/pending-work.ts'
import { openChargeStore } from './store/sql-charge-store.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, logger, tracer } = runtime
const { charges, once, ready, close } = await openChargeStore({
  url: config.databaseUrl,
  onQuery: querySpans(tracer),
  clock
})
const provider = createProviderApi({ url: config.providerUrl, apiKey: config.apiKey, tracer })
const pending = createPendingWork(error => logger.error({ err: error }, 'a charge has failed'))
const app = createApp({ runtime, charges, once, provider, pending })

await run(app, { runtime, ready, stopWork: pending.settled, close })
