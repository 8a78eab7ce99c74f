import { setTimeout as sleep } from 'node:timers/promises'
import { reservationKeptMs } from './domain/reservation.ts'
import type { ProductStore } from './domain/ports.ts'

export type Sweeper = {
  /** Resolves when no piece of work is running any more. */
  stop(): Promise<void>
}

export type SweeperOptions = {
  readonly products: Pick<ProductStore, 'expireReservations' | 'forgetReservations'>
  /** Ends what died in the middle. */
  readonly repair: (limit: number) => Promise<number>
  /** Forgets expired answers of idempotent requests. */
  readonly reapExpired: (limit: number) => Promise<number>
  readonly clock: () => number
  readonly onError: (error: unknown) => void
  readonly intervalMs?: number
}

const defaultIntervalMs = 5_000
/** So few that writers do not wait for long. */
const batchMax = 100

/** Gives the stock of expired reservations back, every five seconds. Several instances may do so at once. */
export function startSweeper(options: SweeperOptions): Sweeper {
  const stopping = new AbortController()
  const { signal } = stopping
  const running = run(options, signal)
  return {
    async stop() {
      stopping.abort()
      await running
    }
  }
}

async function run(options: SweeperOptions, signal: AbortSignal): Promise<void> {
  const { intervalMs = defaultIntervalMs, onError } = options
  while (!signal.aborted) {
    try {
      await sweep(options, signal)
    } catch (error) {
      onError(error)
    }
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Everything that is due, batch by batch. */
export async function sweep(options: SweeperOptions, signal?: AbortSignal): Promise<void> {
  const { products, repair, reapExpired, clock } = options
  const now = clock()
  await untilFew(() => repair(batchMax), signal)
  await untilFew(() => products.expireReservations(now, batchMax), signal)
  await untilFew(() => products.forgetReservations(now - reservationKeptMs, batchMax), signal)
  await untilFew(() => reapExpired(batchMax), signal)
}

async function untilFew(
  work: () => Promise<number>,
  signal: AbortSignal | undefined
): Promise<void> {
  let done = batchMax
  while (done === batchMax && signal?.aborted !== true) done = await work()
}
