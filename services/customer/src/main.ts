import process from 'node:process'
import { createRuntime, querySpans, repeat, run } from '@microzon/shared/service'
import { openDatabase } from '@microzon/shared/store'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { createArgon2Passwords } from './crypto/argon2-passwords.ts'
import { createTokens } from './crypto/session-tokens.ts'
import { createCustomerDatabase } from './store/customer-database.ts'
import type { CustomerSchema } from './store/schema.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, logger, tracer } = runtime
const database = await openDatabase<CustomerSchema>({
  url: config.databaseUrl,
  onQuery: querySpans(tracer)
})
const store = await createCustomerDatabase(database, clock)
const sweeping = repeat({ everyMs: 60_000, work: store.sweep, logger })
const app = createApp({
  runtime,
  ...store,
  passwords: await createArgon2Passwords(),
  tokens: createTokens(config.privateKey),
  limits: config.limits
})

await run(app, {
  runtime,
  ready: database.ready,
  stopWork: sweeping.stop,
  close: database.close
})
