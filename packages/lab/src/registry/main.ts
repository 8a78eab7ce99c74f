import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { closeLogger, createLogger } from '@microzon/shared/telemetry'
import { loadRegistryConfig } from './config.ts'
import { createRegistry } from './registry.ts'
import { openEntryStore } from './state/entry-store.ts'

const { host, port, dataFolder, dnsPort, dnsTtlSeconds } = loadRegistryConfig(process.env)
const logger = createLogger({
  service: 'registry',
  version: process.env['SERVICE_VERSION'] ?? '0.1.0',
  instance: process.env['INSTANCE_NAME'] ?? 'registry-1',
  level: process.env['LOG_LEVEL'] ?? 'info'
})
const store = openEntryStore(dataFolder)
const registry = createRegistry({
  host,
  store,
  dnsTtlSeconds,
  onError: err => logger.error({ err }, 'request failed')
})

async function stop(): Promise<void> {
  await registry.close()
  store.close()
  await closeLogger(logger)
  process.exit(0)
}

/** A port that somebody else has over UDP must not take the registry away from those who need no DNS. */
async function listenDns(): Promise<number | undefined> {
  if (dnsPort === undefined) return undefined
  return registry.dns.listen({ host, port: dnsPort }).catch((err: unknown) => {
    logger.error({ err, dnsPort }, 'DNS is not served')
    return undefined
  })
}

// A Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => undefined)
process.once('SIGTERM', () => void stop())
process.once('disconnect', () => process.exit(0))

registry.server.listen({ host, port })
await once(registry.server, 'listening')
const address = registry.server.address() as AddressInfo
const ports = { port: address.port, dnsPort: await listenDns() }
logger.info(ports, 'listening')
process.send?.({ type: 'ready', ...ports })
