import type { Shopper } from '../shop.ts'
import type { Measure } from './report.ts'
import { percentile } from './statistics.ts'
import { visits, type Shelf, type Visit } from './visits.ts'

/** Somebody in one of the shops that are compared. */
export type Visitor = { readonly shopper: Shopper; readonly shelf: Shelf }

/** How long each kind of visit took on each system, in milliseconds. */
export type Times = ReadonlyMap<string, readonly (readonly number[])[]>

const growthMax = 2
const warmUps = 5

/** Each kind of visit in turn on each system in turn, so that what disturbs the machine disturbs all. */
export async function lookAround(visitors: readonly Visitor[], rounds: number): Promise<Times> {
  const times = new Map(visits.map(({ name }) => [name, visitors.map(() => [] as number[])]))
  for (let round = 0; round < rounds + warmUps; round++) {
    for (const visit of visits) {
      const took = await lookEverywhere(visitors, visit, round)
      if (round >= warmUps) took.forEach((ms, index) => times.get(visit.name)?.[index]?.push(ms))
    }
  }
  return times
}

async function lookEverywhere(
  visitors: readonly Visitor[],
  { name, path }: Visit,
  round: number
): Promise<readonly number[]> {
  const times: number[] = []
  for (const { shopper, shelf } of visitors) {
    const startedAt = performance.now()
    const page = await shopper.get(path(shelf, round))
    times.push(performance.now() - startedAt)
    if (page.status !== 200) throw new Error(`${name}: ${page.path} answered ${page.status}`)
  }
  return times
}

/** The median and the 99th percentile of each kind of visit. */
export function figures(times: Times): readonly Measure[] {
  return [...times].flatMap(([name, perSystem]) =>
    [0.5, 0.99].map(share => {
      const [value = NaN, ...others] = perSystem.map(took => percentile(took, share))
      return { name: `${name} p${share * 100}`, value, others, unit: 'ms' }
    })
  )
}

/** What `DESIGN.md` limits: the same page may take twice as long with many products, not more. */
export function growth(before: Times, after: Times, beforeText: string): readonly Measure[] {
  return ['listing', 'product page'].map(name => {
    const ratios = (after.get(name) ?? []).map((took, index) => {
      return percentile(took, 0.99) / percentile(before.get(name)?.[index] ?? [], 0.99)
    })
    const [value = NaN, ...others] = ratios
    return {
      name: `${name} p99, against ${beforeText}`,
      value,
      others,
      unit: 'times',
      max: growthMax
    }
  })
}
