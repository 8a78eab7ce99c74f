import process from 'node:process'
import { createRuntime, logMistakes, querySpans, repeat, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { createCartClient } from './clients/cart.ts'
import { createPaymentClient } from './clients/payment.ts'
import { createCatalogClient } from './clients/product.ts'
import { createCompleter } from './completer.ts'
import { loadConfig } from './config.ts'
import { openOrderStore } from './store/sql-order-store.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, logger, tracer } = runtime
const store = await openOrderStore({
  url: config.databaseUrl,
  onQuery: querySpans(tracer),
  clock
})
const ports = {
  ...store,
  clock,
  cart: createCartClient(runtime.client('cart'), logMistakes(runtime, 'cart')),
  catalog: createCatalogClient(runtime.client('product'), logMistakes(runtime, 'product')),
  payment: createPaymentClient(runtime.client('payment'), logMistakes(runtime, 'payment'))
}
const completing = repeat({ everyMs: 1_000, work: createCompleter(ports, runtime), logger })
const reaping = repeat({ everyMs: 60_000, work: store.reap, logger })
const app = createApp({ runtime, ...ports })

await run(app, {
  runtime,
  ready: store.ready,
  stopWork: async () => void (await Promise.all([completing.stop(), reaping.stop()])),
  close: store.close
})
