export type CheckStatus = 'passing' | 'warning' | 'critical'

/** What a process has registered: one instance of a service. */
export type ServiceDefinition = {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly address: string
  readonly port: number
  readonly meta: Readonly<Record<string, string>>
  readonly weights: { readonly passing: number; readonly warning: number }
  readonly enableTagOverride: boolean
}

/** How the state of a check is found out. */
export type Probe =
  | {
      readonly type: 'http'
      readonly url: string
      readonly method: string
      readonly headers: Readonly<Record<string, readonly string[]>>
      readonly body: string
      readonly followsRedirects: boolean
      readonly intervalMs: number
      readonly timeoutMs: number
      readonly thresholds: Thresholds
      /** Bytes of the answer that are kept. */
      readonly outputMax: number
    }
  /** The process reports by itself; silence for `ttlMs` is critical. */
  | { readonly type: 'ttl'; readonly ttlMs: number; readonly outputMax: number }
  /** A mark that somebody set: the state never changes. */
  | { readonly type: 'maintenance' }

/** How many results in a row change the state. */
export type Thresholds = {
  readonly successBeforePassing: number
  readonly failuresBeforeWarning: number
  readonly failuresBeforeCritical: number
}

export type CheckDefinition = {
  readonly id: string
  readonly name: string
  readonly notes: string
  /** Before the first result. */
  readonly status: CheckStatus
  readonly probe: Probe
  /** As registered, in Go's words; empty when there is none. */
  readonly interval: string
  readonly timeout: string
  /** The service is taken out after having been critical for so long; 0 is never. */
  readonly deregisterAfterMs: number
}

export type ServiceRecord = ServiceDefinition & {
  readonly createIndex: number
  readonly modifyIndex: number
}

export type CheckRecord = Pick<
  CheckDefinition,
  'id' | 'name' | 'notes' | 'status' | 'interval' | 'timeout'
> & {
  readonly type: Probe['type'] | ''
  readonly output: string
  readonly serviceId: string
  readonly serviceName: string
  readonly serviceTags: readonly string[]
  /** Since when it has this state; epoch milliseconds. */
  readonly since: number
  readonly createIndex: number
  readonly modifyIndex: number
}

/** The machine that everything runs on. Its own check is what an agent says of itself. */
export type Node = {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly datacenter: string
  readonly version: string
}
