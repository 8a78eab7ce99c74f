import type { RequestRecord } from '../caller/load.ts'
import type { Phase } from './model.ts'

/** What happened in a run. Milliseconds count from the start of the load. */
export type Recording = {
  readonly requests: readonly RequestRecord[]
  /** Attempts since the start, by the name of the instance, at several moments. */
  readonly attempts: readonly AttemptSample[]
  /** When each phase began, and when the load ended. */
  readonly moments: Readonly<Record<Phase | 'end', number>>
  /** Instances that were ready in the registry at the end, by service. */
  readonly registered: Readonly<Record<string, number>>
}

export type AttemptSample = {
  readonly ms: number
  readonly byInstance: Readonly<Record<string, number>>
}
