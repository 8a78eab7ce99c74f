import type { AddressInfo } from 'node:net'
import { closeLogger, createLogger } from '@microzon/shared/telemetry'
import { createTelemetryApp } from './app.ts'
import { loadTelemetryConfig } from './config.ts'
import { openTelemetryDatabase } from './store/database.ts'
import { createLogStore } from './store/log-store.ts'
import { createSpanStore } from './store/span-store.ts'

const config = loadTelemetryConfig(process.env)
const logger = createLogger({
  service: 'telemetry',
  version: process.env['SERVICE_VERSION'] ?? '0.1.0',
  instance: process.env['INSTANCE_NAME'] ?? 'telemetry-1',
  level: process.env['LOG_LEVEL'] ?? 'info'
})
const database = openTelemetryDatabase(config.dataFolder)
const app = createTelemetryApp({
  spans: createSpanStore(database),
  logs: createLogStore(database),
  nowMs: Date.now,
  onError: err => logger.error({ err }, 'request failed')
})

async function stop(): Promise<void> {
  await app.close()
  database.close()
  await closeLogger(logger)
  process.exit(0)
}

// A Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => undefined)
process.once('SIGTERM', () => void stop())
process.once('disconnect', () => process.exit(0))

await app.listen({ host: config.host, port: config.port })
const { port } = app.server.address() as AddressInfo
logger.info({ port, folder: config.dataFolder ?? 'memory' }, 'listening')
process.send?.({ type: 'ready', port })
