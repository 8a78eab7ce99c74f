import process from 'node:process'
import { createRuntime, querySpans, repeat, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { createProviderApi } from './clients/provider-api.ts'
import { loadConfig } from './config.ts'
import { createPendingWork } from './domain/pending-work.ts'
import { openChargeStore } from './store/sql-charge-store.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, logger, tracer } = runtime
const store = await openChargeStore({
  url: config.databaseUrl,
  onQuery: querySpans(tracer),
  clock
})
const provider = createProviderApi({
  url: config.providerUrl,
  apiKey: config.apiKey,
  tracer,
  clock
})
const pending = createPendingWork(error => logger.error({ err: error }, 'a charge has failed'))
const reaping = repeat({ everyMs: 60_000, work: store.reap, logger })
const app = createApp({ runtime, charges: store.charges, once: store.once, provider, pending })

await run(app, {
  runtime,
  ready: store.ready,
  stopWork: async () => void (await Promise.all([pending.settled(), reaping.stop()])),
  close: async () => {
    // A charge may have begun while the server was closing.
    await pending.settled()
    await provider.close()
    await store.close()
  }
})
