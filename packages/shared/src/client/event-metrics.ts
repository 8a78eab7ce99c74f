import { Counter, type Registry } from 'prom-client'
import type { ClientEvent } from './events.ts'

/** Counts the events of all clients of a process. */
export function createEventCounter(
  registry: Registry
): (target: string) => (event: ClientEvent) => void {
  const counter = new Counter({
    name: 'client_events_total',
    help: 'What the layers of the client stack did beside passing calls on.',
    labelNames: ['target', 'kind'] as const,
    registers: [registry]
  })
  return target =>
    ({ kind }) =>
      counter.inc({ target, kind })
}
