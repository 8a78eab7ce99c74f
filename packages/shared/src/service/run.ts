import { flushCompileCache } from 'node:module'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Registrar } from '../discovery/index.ts'
import { lifecycleOf } from './create-service.ts'
import { drain } from './drain.ts'
import { reachableAddress } from './reachable-address.ts'
import type { ProcessRuntime } from './runtime.ts'
import type { Service } from './types.ts'

const stopMsMax = 25_000

export type RunOptions = {
  readonly runtime: ProcessRuntime
  /** Whether the service's own resources work; asked by `/readyz`. */
  readonly ready?: () => Promise<boolean>
  /** Ends background work, before the server closes. */
  readonly stopWork?: () => Promise<void>
  /** Gives back the stores, at the very end. */
  readonly close?: () => Promise<void>
}

/**
 * Listens, registers, tells the launcher, and stops as told: SIGTERM drains within 25 s, a second
 * one or a lost launcher ends the process at once.
 */
export async function run(app: Service, options: RunOptions): Promise<void> {
  const { runtime, ready } = options
  const { config, logger, tracer } = runtime
  endWithLauncher()
  if (ready !== undefined) lifecycleOf(app).setReadiness(ready)
  await app.listen({ host: config.host, port: config.port })
  const bound = app.server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port
  tracer.locate(reachableAddress(config), port)
  const registrar = runtime.createRegistrar(port)
  stopOnSignals(app, options, registrar)
  await registrar.register()
  // Told to stop while the registry did not answer: who waits for us must not send anything our way.
  if (lifecycleOf(app).isDraining()) return
  logger.info({ port }, 'ready')
  process.send?.({ type: 'ready', port })
  // A process that is killed never writes its cache; by then the start has compiled what it needs.
  setTimeout(flushCompileCache, 300).unref()
}

function stopOnSignals(app: Service, options: RunOptions, registrar: Registrar): void {
  const { runtime, stopWork, close } = options
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    runtime.logger.info('draining')
    setTimeout(() => process.exit(1), stopMsMax).unref()
    drain({
      lifecycle: lifecycleOf(app),
      registrar,
      noticeMs: runtime.config.drainNoticeMs,
      stopWork: async () => await stopWork?.(),
      closeServer: () => app.close(),
      closeIdleConnections: () => app.server.closeIdleConnections(),
      release: async () => {
        await close?.()
        await runtime.close()
      },
      clock: runtime.clock,
      sleep: ms => sleep(ms)
    }).then(
      () => process.exit(0),
      error => {
        runtime.logger.error({ err: error }, 'the stop has failed')
        process.exit(1)
      }
    )
  }
  process.on('SIGTERM', stop)
  // The terminal sends Ctrl-C to the whole group; who started us decides what it means.
  if (process.send) process.on('SIGINT', () => undefined)
  else process.on('SIGINT', stop)
}

/**
 * A launcher that was killed cannot tell its children to stop. It may have gone before they
 * listened for that.
 */
function endWithLauncher(): void {
  if (process.send !== undefined && !process.connected) process.exit(0)
  process.on('disconnect', () => process.exit(0))
}
