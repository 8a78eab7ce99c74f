import type { Registrar } from '../discovery/index.ts'
import type { Lifecycle } from './lifecycle.ts'
import { within } from './within.ts'

/** Times of a graceful stop, in milliseconds. All of it ends within 25 s, before a supervisor's 30 s. */
const quietMs = 500
const quietWaitMsMax = 15_000
const pollMs = 50
/** Limits to what may hang: the registry is away, a round of work does not end, a store does not let go. */
const limits = { registryMs: 2_000, workMs: 6_000, releaseMs: 4_000 }

/** The parts of a process that is stopped gracefully. */
export type Draining = {
  readonly lifecycle: Lifecycle
  readonly registrar: Registrar
  /** It serves for so long at least, since callers that are quiet may still think that it is there. */
  readonly noticeMs: number
  /** Ends background work: no new piece of it starts. */
  readonly stopWork: () => Promise<void>
  /** Refuses new connections and resolves when every request in flight has been answered. */
  readonly closeServer: () => Promise<void>
  readonly closeIdleConnections: () => void
  /** Gives back stores, clients, spans and log lines. */
  readonly release: () => Promise<void>
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * Takes an instance out without losing a request: tell the registry, serve everything until the
 * callers have gone elsewhere (evidence, not a fixed wait), stop background work, close, and only
 * then leave the registry, so that the instance is seen as draining and not as missing.
 */
export async function drain(parts: Draining): Promise<void> {
  const { lifecycle, registrar, sleep } = parts
  lifecycle.startDraining()
  await within(limits.registryMs, registrar.drain('stopping'), sleep)
  await untilQuiet(parts)
  await within(limits.workMs, parts.stopWork(), sleep)
  await closeAll(parts)
  await within(limits.registryMs, leave(registrar), sleep)
  await within(limits.releaseMs, parts.release(), sleep)
}

async function leave(registrar: Registrar): Promise<void> {
  try {
    await registrar.deregister()
  } finally {
    await registrar.close()
  }
}

async function untilQuiet({ lifecycle, noticeMs, clock, sleep }: Draining): Promise<void> {
  const startedAt = clock()
  const isQuiet = (now: number): boolean =>
    now - startedAt >= noticeMs &&
    now - lifecycle.lastRequestAt() >= quietMs &&
    lifecycle.inFlight() === 0
  while (!isQuiet(clock()) && clock() - startedAt < quietWaitMsMax) await sleep(pollMs)
}

/** A keep-alive connection that nobody uses would hold the server open for as long as its time limit. */
async function closeAll({ closeServer, closeIdleConnections, sleep }: Draining): Promise<void> {
  const closing = { isDone: false }
  const closed = closeServer().finally(() => (closing.isDone = true))
  while (!closing.isDone) {
    closeIdleConnections()
    await Promise.race([closed, sleep(pollMs)])
  }
}
