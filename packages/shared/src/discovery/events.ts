/** What a resolver has to tell to logs and metrics. */
export type DiscoveryEvent =
  | {
      readonly kind: 'changed'
      readonly service: string
      readonly ready: number
      /** Without those that are gone. */
      readonly present: number
    }
  /** The alarm: the registry does not answer, or not usably; what was last known stays. */
  | { readonly kind: 'lost'; readonly service: string; readonly reason: string }
  | { readonly kind: 'found'; readonly service: string; readonly afterMs: number }
  /** The registry has forgotten many at once, which is not believed yet. */
  | { readonly kind: 'held'; readonly service: string; readonly kept: number }
  /** So many entries of the registry make no sense, or are too many: they are left out. */
  | { readonly kind: 'skipped'; readonly service: string; readonly count: number }
