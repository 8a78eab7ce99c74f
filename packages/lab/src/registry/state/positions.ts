import type { Position } from './blocking-query.ts'

/**
 * Remembers at which index each service changed last, so that a change of one does not wake who
 * waits for another.
 */
export type Positions = {
  serviceChanged(name: string, index: number): void
  /** Its last instance has gone. */
  serviceEnded(name: string, index: number): void
  checkChanged(serviceName: string, index: number): void
  positionOf(serviceName: string): Position
  positionOfServices(): Position
  positionOfChecks(): Position
}

export function createPositions(): Positions {
  const ofName = new Map<string, number>()
  const last = { services: 1, checks: 1, ended: 1 }
  const exists = true
  return {
    serviceChanged(name, index) {
      last.services = index
      ofName.set(name, index)
    },
    serviceEnded(name, index) {
      last.services = index
      last.ended = index
      ofName.delete(name)
    },
    checkChanged(serviceName, index) {
      last.checks = index
      if (ofName.has(serviceName)) ofName.set(serviceName, index)
    },
    // A service that is not there stands where the last one ended, which is never before its own end.
    positionOf: name => ({ index: ofName.get(name) ?? last.ended, exists }),
    positionOfServices: () => ({ index: last.services, exists }),
    positionOfChecks: () => ({ index: last.checks, exists })
  }
}
