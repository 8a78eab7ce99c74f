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
    isReady: async () => !draining && (await readiness().catch(() => false)),
    setReadiness: check => void (readiness = check)
  }
}
