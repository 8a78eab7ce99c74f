import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { createServiceClient, type OpenServiceClient } from '@microzon/shared/client'
import { createRuntime } from '@microzon/shared/service'
import { loadCallerConfig } from './config.ts'
import { forgetful } from './forgetful-resolver.ts'
import { runCalls } from './run-calls.ts'
import { runPages } from './run-pages.ts'
import { createCallerServer } from './server.ts'

const { service, controlToken } = loadCallerConfig(process.env)
const runtime = createRuntime(service)
const { tokens, tracer } = runtime
const forgetfulClients = new Map<string, OpenServiceClient>()

function forgetfulClient(target: string): OpenServiceClient {
  const client =
    forgetfulClients.get(target) ??
    createServiceClient({ target, tokens, tracer, resolver: forgetful(runtime.resolver) })
  forgetfulClients.set(target, client)
  return client
}

const server = createCallerServer({
  controlToken,
  run: ({ load, forgetsSets, shop }, options) =>
    load.kind === 'pages'
      ? runPages({ ...options, load, shop })
      : runCalls({ ...options, load, clientOf: forgetsSets ? forgetfulClient : runtime.client })
})

// A Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => undefined)
process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => process.exit(0))

server.listen({ host: service.host, port: service.port })
await once(server, 'listening')
process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port })
