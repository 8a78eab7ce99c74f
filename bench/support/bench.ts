import type { RunningShop } from '../shop.ts'
import type { Measure } from './report.ts'

/** What an item is measured with. */
export type Bench = {
  readonly checkout: string
  /** Fewer and shorter runs: shows that it works, and roughly how well. */
  readonly quick: boolean
  /** A folder of our own, removed at the end. */
  readonly folder: string
  /** One shop with data of its own, that several items share; started by the first of them. */
  shop(): Promise<RunningShop>
  /** Says what goes on to whoever waits. */
  tell(text: string): void
}

/** One thing that is measured. Throws when it cannot be. */
export type Item = {
  readonly name: string
  readonly about: string
  /** Whether processes are looked into, which not every system allows. */
  readonly needsProcesses?: boolean
  /** Runs only when it is named: it takes longer than all the others. */
  readonly isLong?: boolean
  /** Why it cannot be measured on this machine, or nothing. */
  readonly whyNot?: () => string | undefined
  readonly run: (bench: Bench) => Promise<readonly Measure[]>
}
