import type { Call } from './call.ts'

/** What the layers have to tell. They log nothing: spans, metrics and the status page read this. */
export type ClientEvent =
  | { readonly kind: 'retried'; readonly attempt: number; readonly why: string }
  /** It would have been repeated, but the budget is empty. */
  | { readonly kind: 'budget-empty'; readonly why: string }
  | { readonly kind: 'throttled'; readonly share: number }
  | { readonly kind: 'limited' }
  | { readonly kind: 'hedged' }
  /** An answer of before stands in for one that did not come. */
  | { readonly kind: 'stale'; readonly ageMs: number }
  /** A read joined an equal one that was on its way. */
  | { readonly kind: 'collapsed' }
  | { readonly kind: 'refused-open' }
  | {
      readonly kind: 'ejected'
      readonly endpointId: string
      readonly why: 'in-a-row' | 'rate' | 'trial'
      readonly forMs: number
    }
  | { readonly kind: 'trial'; readonly endpointId: string }
  | { readonly kind: 'returned'; readonly endpointId: string }

/** Tells an event; with the call that it happened to, if there is one. */
export type Tell = (event: ClientEvent, call?: Call) => void

/** How often each kind was told. */
export type EventCounts = Readonly<Partial<Record<ClientEvent['kind'], number>>>

/** Passes events on to the call's span and to whoever listens, and counts them. */
export function createTelling(listen: (event: ClientEvent) => void): {
  readonly tell: Tell
  readonly counts: () => EventCounts
} {
  const counts: Partial<Record<ClientEvent['kind'], number>> = {}
  return {
    tell(event, call) {
      counts[event.kind] = (counts[event.kind] ?? 0) + 1
      call?.span?.annotate(textOf(event))
      listen(event)
    },
    counts: () => ({ ...counts })
  }
}

function textOf(event: ClientEvent): string {
  switch (event.kind) {
    case 'retried':
      return `retry ${event.attempt}: ${event.why}`
    case 'budget-empty':
      return `no retry, the budget is empty: ${event.why}`
    case 'throttled':
      return `throttled: ${Math.round(event.share * 100)} % are refused`
    case 'stale':
      return `an answer ${event.ageMs} ms old stands in`
    case 'ejected':
      return `${event.endpointId} is out for ${event.forMs} ms: ${event.why}`
    case 'trial':
    case 'returned':
      return `${event.kind}: ${event.endpointId}`
    case 'limited':
    case 'hedged':
    case 'collapsed':
    case 'refused-open':
      return event.kind
  }
  return event satisfies never
}
