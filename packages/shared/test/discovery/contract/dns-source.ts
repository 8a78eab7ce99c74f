import { createDnsResolver } from '../../../src/discovery/index.ts'
import { a, message, srv, startFakeDns, type Answering } from '../dns-server.ts'
import type { SourceKind, Told } from './source.ts'

/** A DNS server that knows the instances that are ready, as a registry's does. */
export const dns: SourceKind = {
  mechanism: 'dns',
  tellsStates: false,
  async start(t) {
    const published = new Map<string, readonly Told[]>()
    const well: Answering = asked => {
      const service = /^_(\w+)\./.exec(asked.name)?.[1] ?? ''
      const told = (published.get(service) ?? []).filter(({ state = 'ready' }) => state === 'ready')
      const host = 'node.consul'
      const answers = told.map(({ port, weight = 10 }) => srv(asked.name, host, { port, weight }))
      const additionals = told.length > 0 ? [a(host, '127.0.0.1')] : []
      return [message(asked, { code: told.length > 0 ? 0 : 3, answers, additionals })]
    }
    const server = await startFakeDns(t, well)
    return {
      source: {
        publish: async (service, instances) => void published.set(service, instances),
        silence: server.stop,
        garble: async () => void (server.answering = asked => [message(asked, { code: 2 })]),
        async heal() {
          server.answering = well
          await server.stop()
          await server.start()
        },
        open: async () => 0
      },
      create: options => createDnsResolver({ ...options, server })
    }
  }
}
