import process from 'node:process'
import {
  createBudget,
  createEndpoints,
  createPool,
  createTelling,
  endlessBudget,
  systemClock,
  targetStatusOf,
  type ClientEvent
} from '@microzon/shared/client'
import { createRuntime, lifecycleOf, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { createPlaces } from './places.ts'
import { createPublicServer } from './public-server.ts'
import { createRateLimit } from './rate-limit.ts'
import { attemptsUsual } from './route-request.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { clock, resolver } = runtime
const { clientWithout: without } = config.service
const count = runtime.countEvents('web')
const { tell, counts: events } = createTelling(listen)
const endpoints = createEndpoints(
  resolver.watch('web'),
  endpoint => {
    const pool = createPool(endpoint)
    return { way: pool, close: () => pool.close() }
  },
  { tell }
)
const places = createPlaces({ endpoints, random: Math.random, clock: systemClock })
const rateLimit = createRateLimit({ perMinute: config.requestsPerMinute, clock })
const budget = without.includes('budget') ? endlessBudget : createBudget(systemClock)
const known = { endpoints, events, budget, clock: systemClock }
const clientStatus = () => [targetStatusOf('web', known)]
const app = createApp({ runtime: { ...runtime, clientStatus } })
const { requestStarted: started, requestEnded: ended, isDraining } = lifecycleOf(app)
const attemptsMax = without.includes('retry') ? 1 : attemptsUsual
const server = createPublicServer(
  { runtime, places, rateLimit, budget, tell, isDraining, attemptsMax },
  { started, ended }
)

function listen(event: ClientEvent): void {
  count(event)
  const { kind, ...told } = event
  if (kind === 'ejected') runtime.logger.warn(told, 'an instance of web is out')
  else if (kind === 'returned') runtime.logger.info(told, 'an instance of web is back')
}

const port = await server.listen(config.publicHost, config.publicPort)
runtime.logger.info({ port }, 'open to browsers')
await run(app, { runtime, stopWork: server.close, close: endpoints.close })
