import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { createServiceClient, type OpenServiceClient } from '@microzon/shared/client'
import type { Resolver } from '@microzon/shared/discovery'
import { createRuntime } from '@microzon/shared/service'
import { loadCallerConfig } from './config.ts'
import { forgetful } from './forgetful-resolver.ts'
import { operationsOf } from './operations.ts'
import { runCalls } from './run-calls.ts'
import { runPages } from './run-pages.ts'
import { createCallerServer } from './server.ts'
import { warmUp } from './warm-up.ts'

const { service, controlToken } = loadCallerConfig(process.env)
const runtime = createRuntime(service)
const { tokens, tracer } = runtime
const forgetfulOnes = clientsOn(forgetful(runtime.resolver))

const server = createCallerServer({
  controlToken,
  async run({ load, forgetsSets, shop }, options) {
    if (load.kind === 'pages') return runPages({ ...options, load, shop })
    const warming = clientsOn(runtime.resolver)
    await warmUp(await operationsOf(load.target, warming.of), options)
    await warming.close()
    const clientOf = forgetsSets ? forgetfulOnes.of : runtime.client
    return runCalls({ ...options, load, clientOf })
  }
})

/** Clients apart from those of the process, which know what they have seen themselves. */
function clientsOn(resolver: Resolver): {
  of(target: string): OpenServiceClient
  close(): Promise<unknown>
} {
  const clients = new Map<string, OpenServiceClient>()
  return {
    of(target) {
      const client =
        clients.get(target) ?? createServiceClient({ target, tokens, tracer, resolver })
      clients.set(target, client)
      return client
    },
    close: () => Promise.all([...clients.values()].map(client => client.close()))
  }
}

// A Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => undefined)
process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => process.exit(0))

server.listen({ host: service.host, port: service.port })
await once(server, 'listening')
process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port })
