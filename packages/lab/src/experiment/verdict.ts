import type { Figures } from './figures.ts'
import type { Judged } from './judge.ts'
import type { Mechanism } from './mechanisms.ts'

/** How an experiment ended. */
export type Verdict = {
  readonly name: string
  readonly without: Mechanism | null
  readonly holds: boolean
  readonly seconds: number
} & (
  | {
      readonly kind: 'judged'
      /** Requests that were sent; those that the experiment asks for, unless `note` says otherwise. */
      readonly perSecond: number
      readonly limits: readonly Judged[]
      readonly figures: Figures
      readonly picture: string
      readonly note: string | null
    }
  /** It was carried out, but there was trouble before anything was done: it tells nothing. */
  | { readonly kind: 'disturbed'; readonly reason: string }
  /** It could not be carried out. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** This target cannot act as it asks. */
  | { readonly kind: 'refused'; readonly reason: string }
)
