/** What a caller is asked to send. Requests come at a constant rate, however slow the answers are. */
export type Load =
  | {
      /** Through the client stack, as a service would call another. */
      readonly kind: 'calls'
      readonly target: 'cart' | 'product' | 'stand-in'
      readonly perSecond: number
      /** How often each operation comes, relative to the others. */
      readonly mix: Readonly<Record<string, number>>
    }
  /** Shoppers, through edge and web; those who pay slowly all buy, and wait for their form's answer. */
  | { readonly kind: 'pages'; readonly perSecond: number; readonly shoppers?: 'pay slowly' }

/** What is left out in this process, besides the layers that `CLIENT_WITHOUT` names. */
export type RunRequest = {
  readonly load: Load
  readonly forgetsSets: boolean
  readonly shop: string
}

/**
 * One request: when it was due, in milliseconds since the start; how long it took from then; what
 * it was; how it ended, `ok`, `stale` or a reason; and of a page that failed, by what traces know it.
 */
export type RequestRecord = readonly [
  dueMs: number,
  tookMs: number,
  operation: string,
  outcome: string,
  correlationId?: string | undefined
]

/** Lines of the answer to a run, one JSON each. */
export type RunLine =
  /** Epoch milliseconds. */
  | { readonly kind: 'started'; readonly at: number }
  | { readonly kind: 'requests'; readonly requests: readonly RequestRecord[] }
  /** Attempts that each instance has had since the start, by its id in the registry. */
  | {
      readonly kind: 'attempts'
      readonly ms: number
      readonly byId: Readonly<Record<string, number>>
    }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly message: string }

export const ok = 'ok'
/** What was answered before stood in for an answer that did not come. */
export const stale = 'stale'
/** It was due, but too many were waiting for answers. */
export const missed = 'missed'

/** Whether whoever asked was served, if with an old answer. */
export function isGood(outcome: string): boolean {
  return outcome === ok || outcome === stale
}
