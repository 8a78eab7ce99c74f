import { Counter, Gauge, type Registry } from 'prom-client'
import {
  importances,
  type Admission,
  type Importance,
  type RefusalReason
} from '../admission/index.ts'
import type { ServiceRuntime } from './types.ts'

const logEveryMs = 1_000

export type Refusals = { add(importance: Importance, reason: RefusalReason): void }

/** Counts who is refused; in the log at most once a second, however many there are. */
export function createRefusals(
  options: Pick<ServiceRuntime, 'logger' | 'metrics' | 'clock'> & Pick<Admission, 'state'>
): Refusals {
  const { logger, metrics, clock, state } = options
  const counter = new Counter({
    name: 'admission_refused_total',
    help: 'Requests refused before anything was done for them, by importance and reason.',
    labelNames: ['importance', 'reason'] as const,
    registers: [metrics.registry]
  })
  for (const importance of importances) {
    for (const reason of ['limit', 'late'] as const) counter.inc({ importance, reason }, 0)
  }
  let loggedAt = -Infinity
  let refused = { high: 0, normal: 0, low: 0 }
  return {
    add(importance, reason) {
      counter.inc({ importance, reason })
      refused[importance]++
      const now = clock()
      if (now - loggedAt < logEveryMs) return
      loggedAt = now
      logger.warn({ refused, ...state() }, 'too much to do: requests are refused')
      refused = { high: 0, normal: 0, low: 0 }
    }
  }
}

/** Shows how much is let in. */
export function showAdmission(registry: Registry, state: Admission['state']): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => made.set(read())
    })
  }
  gauge('admission_limit', 'Requests that are let in at a time.', () => state().limit)
  gauge('admission_in_flight', 'Requests that are worked on.', () => state().inFlight)
  gauge('admission_waiting', 'Requests that wait for a place.', () => state().waiting)
  gauge('admission_loop_delay_seconds', 'Mean delay of the event loop.', () => state().lateMs / 1e3)
}
