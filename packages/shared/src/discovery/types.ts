/**
 * `gone`: it has left the registry. It stays in the set for a minute, so that people see it, and is
 * never called.
 */
export type EndpointState = 'ready' | 'draining' | 'failing' | 'gone'

/** One instance of a service, as the registry knows it. */
export type Endpoint = {
  /** Of one start of a process. */
  readonly id: string
  readonly service: string
  readonly address: string
  readonly port: number
  readonly version: string
  readonly state: EndpointState
  /** Since when it is in this state, as far as this watcher has seen; epoch milliseconds. */
  readonly since: number
  /** Relative share of traffic, 1 or more. */
  readonly weight: number
}

/** What is asked where the instances of a service are. */
export type Mechanism = 'consul' | 'dns' | 'file'

export type EndpointSet = {
  readonly service: string
  readonly endpoints: readonly Endpoint[]
  /** `last-known`: the registry does not answer, or is not believed yet; `none`: it has not answered yet. */
  readonly source: 'live' | 'last-known' | 'none'
  /** When the registry last confirmed the set; epoch milliseconds. */
  readonly updatedAt: number
  /** Nothing where the set is given and not found. */
  readonly mechanism?: Mechanism
  /** Why nobody confirms the set, in words for people; nothing while all is well. */
  readonly alarm?: string
}

/** A service that is being watched. */
export type Watched = {
  current(): EndpointSet
  /** Calls back at every real change; the answer ends it. */
  onChange(listener: (set: EndpointSet) => void): () => void
  /** Resolves with the first set in which not all are gone, or with what there is after `timeoutMs`. */
  ready(timeoutMs: number): Promise<EndpointSet>
}

/** Finds the instances of services and keeps watching them. */
export type Resolver = {
  /** One watch per service, however often it is asked for. */
  watch(service: string): Watched
  /** Every set that is being watched, for people to look at. */
  sets?(): readonly EndpointSet[]
  close(): Promise<void>
}

/** Makes this process known to its callers. */
export type Registrar = {
  /**
   * Resolves once registered, or closed; keeps trying, and registers again when the registry has
   * forgotten us.
   */
  register(): Promise<void>
  /** Asks the callers to go elsewhere, while this process goes on serving. */
  drain(reason: string): Promise<void>
  deregister(): Promise<void>
  close(): Promise<void>
}
