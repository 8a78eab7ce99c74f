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
  /** Runs only when it is named: it takes long, or fetches what is not installed. */
  readonly isLong?: boolean
  /** Why it cannot be measured on this machine, or nothing. May fetch what is missing. */
  readonly whyNot?: (bench: Bench) => string | undefined | Promise<string | undefined>
  readonly run: (bench: Bench) => Promise<readonly Measure[]>
}

/** Those that are named, by themselves or by the beginning of their name; without a name the usual ones. */
export function choose(items: readonly Item[], names: readonly string[]): readonly Item[] {
  const isNamed = (item: Item, name: string): boolean =>
    item.name === name || item.name.startsWith(`${name}-`)
  const unknown = names.find(name => !items.some(item => isNamed(item, name)))
  if (unknown !== undefined) throw new Error(`There is nothing called "${unknown}".`)
  if (names.length === 0) return items.filter(({ isLong = false }) => !isLong)
  return items.filter(item => names.some(name => isNamed(item, name)))
}
