import process from 'node:process'
import { createEndpoints, createPool } from '@microzon/shared/client'
import { createRuntime, lifecycleOf, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { createPublicServer } from './public-server.ts'
import { createRateLimit } from './rate-limit.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, resolver } = runtime
const endpoints = createEndpoints(resolver.watch('web'), endpoint => {
  const pool = createPool(endpoint)
  return { way: pool, close: () => pool.close() }
})
const rateLimit = createRateLimit({ perMinute: config.requestsPerMinute, clock })
const app = createApp({ runtime })
const { requestStarted: started, requestEnded: ended, isDraining } = lifecycleOf(app)
const server = createPublicServer(
  { runtime, endpoints, rateLimit, random: Math.random, isDraining },
  { started, ended }
)

const port = await server.listen(config.publicHost, config.publicPort)
runtime.logger.info({ port }, 'open to browsers')
await run(app, { runtime, stopWork: server.close, close: endpoints.close })
