import { createBackOff } from './back-off.ts'
import { pause, systemClock, type Clock } from './clock.ts'
import { createConsulAgent, type ConsulAgent } from './consul-agent.ts'
import { registrationBody, type Registration } from './consul-registration.ts'
import type { Registrar } from './types.ts'

export type ConsulRegistrarOptions = {
  readonly consulUrl: string
  readonly consulToken?: string | undefined
  readonly registration: Registration
  readonly clock?: Clock
  readonly random?: () => number
  readonly onEvent?: (event: RegistrarEvent) => void
}

/** `failed` is told once, however long the registry stays away. */
export type RegistrarEvent =
  | { readonly kind: 'registered' }
  | { readonly kind: 'draining' }
  | { readonly kind: 'failed'; readonly reason: string }

/** An agent that was started without its data has forgotten us; so soon it is told. */
const lookMs = { least: 3_000, spread: 2_000 }
const backOffMs = { firstMs: 100, mostMs: 10_000 }
const deregisterAttempts = 3

/**
 * Registers one process with a health check, and again whenever the registry has forgotten it; the
 * same for its mark once it drains. Uses one connection. `register` and `drain` resolve once that
 * is reached, or when the registrar is told to end; `deregister` rejects when three attempts have
 * failed.
 */
export function createConsulRegistrar(options: ConsulRegistrarOptions): Registrar {
  const { registration, clock = systemClock, random = Math.random } = options
  const agent = createConsulAgent(options.consulUrl, options.consulToken)
  const backOff = createBackOff({ ...backOffMs, random })
  const goal = createGoal(agent, registration, options.onEvent ?? (() => undefined))
  const loop = createLoop(clock, async () => {
    const isReached = await goal.approach()
    if (!isReached) return backOff.afterFailure()
    backOff.reset()
    return lookMs.least + random() * lookMs.spread
  })
  return {
    async register() {
      loop.start()
      await loop.until(() => goal.isRegistered())
    },
    async drain(reason) {
      goal.drain(reason)
      loop.wake()
      await loop.until(() => goal.isDraining())
    },
    async deregister() {
      // A registration that is under way must not come after the end of it.
      await loop.stop()
      for (let attempt = 1; ; attempt++) {
        const failure = await agent.deregister(registration.id).catch((error: Error) => error)
        if (failure === undefined) return
        if (attempt === deregisterAttempts) throw failure
        await pause(clock, backOff.afterFailure())
      }
    },
    async close() {
      const stopped = loop.stop()
      await agent.close()
      await stopped
    }
  }
}

/** What the registry should know of us, and how far that is reached. */
type Goal = {
  /** Answers whether the registry knows all of it. */
  approach(): Promise<boolean>
  drain(reason: string): void
  isRegistered(): boolean
  isDraining(): boolean
}

function createGoal(
  agent: ConsulAgent,
  registration: Registration,
  onEvent: (event: RegistrarEvent) => void
): Goal {
  const { id } = registration
  const known = { isRegistered: false, isDraining: false, hasFailed: false }
  let draining: string | undefined
  const approach = async (): Promise<void> => {
    if (known.isRegistered && !(await agent.isRegistered(id))) {
      known.isRegistered = false
      known.isDraining = false
    }
    if (!known.isRegistered) {
      await agent.register(registrationBody(registration, draining !== undefined))
      known.isRegistered = true
      onEvent({ kind: 'registered' })
    }
    if (draining !== undefined && !known.isDraining) {
      await agent.maintain(id, draining)
      known.isDraining = true
      onEvent({ kind: 'draining' })
    }
    known.hasFailed = false
  }
  return {
    approach: () =>
      approach().then(
        () => true,
        (error: Error) => {
          if (!known.hasFailed) onEvent({ kind: 'failed', reason: error.message })
          known.hasFailed = true
          return false
        }
      ),
    drain: reason => void (draining ??= reason),
    isRegistered: () => known.isRegistered,
    isDraining: () => known.isDraining
  }
}

/** Rounds of work, each of which tells how long to wait for the next. */
type Loop = {
  start(): void
  /** Begins the next round at once, or right after the one under way. */
  wake(): void
  /** Resolves when a round has made it so, or when the loop is stopped. */
  until(isDone: () => boolean): Promise<void>
  /** Begins no other round, and resolves when the one under way has ended. */
  stop(): Promise<void>
}

function createLoop(clock: Clock, round: () => Promise<number>): Loop {
  const waiting = new Set<() => void>()
  let waking = new AbortController()
  let running: Promise<void> | undefined
  let isStopped = false
  const rounds = async (): Promise<void> => {
    while (!isStopped) {
      waking = new AbortController()
      const waitMs = await round()
      waiting.forEach(look => look())
      await pause(clock, waitMs, waking.signal)
    }
  }
  return {
    start: () => void (running ??= rounds()),
    wake: () => waking.abort(),
    until: isDone =>
      new Promise(resolve => {
        const look = (): void => {
          if (!isDone() && !isStopped) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    async stop() {
      isStopped = true
      waking.abort()
      waiting.forEach(look => look())
      await running
    }
  }
}
