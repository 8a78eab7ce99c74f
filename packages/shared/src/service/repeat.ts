import { setTimeout as sleep } from 'node:timers/promises'
import { runOutsideContext, type Logger } from '../telemetry/index.ts'

export type Repeating = {
  /** Starts no further round, and resolves when the one under way has ended. */
  stop(): Promise<void>
}

/**
 * Does background work in rounds: the next starts `everyMs` after the last has ended, so that slow
 * rounds never pile up. A round that fails is logged, and the next one comes all the same. Belongs
 * to no request, whoever starts it.
 */
export function repeat(options: {
  readonly everyMs: number
  readonly work: () => Promise<unknown>
  readonly logger: Pick<Logger, 'error'>
}): Repeating {
  const { everyMs, work, logger } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const rounds = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      try {
        await work()
      } catch (error) {
        logger.error({ err: error }, 'a round of background work has failed')
      }
    }
  }
  const ended = runOutsideContext(rounds)
  return {
    async stop() {
      stopping.abort()
      await ended
    }
  }
}
