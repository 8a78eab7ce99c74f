/** Where a process is in its life, and how busy: what the probes tell and what a graceful stop waits for. */
export type Lifecycle = {
  isDraining(): boolean
  startDraining(): void
  requestStarted(): void
  requestEnded(): void
  inFlight(): number
  /** When the last request that counts came in; epoch milliseconds. */
  lastRequestAt(): number
  /** Asked by `/readyz`: the service's own resources, never another service's health. */
  isReady(): Promise<boolean>
  setReadiness(check: () => Promise<boolean>): void
}

export function createLifecycle(clock: () => number): Lifecycle {
  let [draining, inFlight, lastRequestAt] = [false, 0, clock()]
  let readiness = (): Promise<boolean> => Promise.resolve(true)
  return {
    isDraining: () => draining,
    startDraining: () => void (draining = true),
    requestStarted() {
      inFlight++
      lastRequestAt = clock()
    },
    requestEnded: () => void inFlight--,
    inFlight: () => inFlight,
    lastRequestAt: () => lastRequestAt,
    async isReady() {
      const isSound = !draining && (await Promise.try(readiness).catch(() => false))
      // It may have begun to drain while it asked.
      return isSound && !draining
    },
    setReadiness: check => void (readiness = check)
  }
}
