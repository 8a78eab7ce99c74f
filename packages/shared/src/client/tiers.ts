import type { Node } from './endpoints.ts'

/** The endpoints of a set, by what may be done with them. */
export type Tiers<Way> = {
  /** All of the best state there is. */
  readonly first: readonly Node<Way>[]
  readonly eligible: readonly Node<Way>[]
  readonly out: readonly Node<Way>[]
}

export const noTiers: Tiers<never> = { first: [], eligible: [], out: [] }

/**
 * A draining instance still serves, and a check may be wrong: better asked than nobody. Of those in
 * the best state the ones that are out are left out, but where they are more than half of two or
 * more, all are used: rather a few failures than the rest of the set overrun.
 */
export function tiersOf<Way>(nodes: readonly Node<Way>[]): Tiers<Way> {
  const inState = (state: string): readonly Node<Way>[] =>
    nodes.filter(({ endpoint }) => endpoint.state === state)
  const first = [inState('ready'), inState('draining'), inState('failing')].find(
    tier => tier.length > 0
  )
  if (first === undefined) return noTiers
  const out = first.filter(({ breaker }) => breaker.isOut())
  if (out.length === 0) return { first, eligible: first, out }
  const isTooMany = out.length > outMax(first.length)
  return { first, out, eligible: isTooMany ? first : first.filter(node => !out.includes(node)) }
}

/** How many of a set may be out: half, but a single one may. */
export function outMax(size: number): number {
  return size === 1 ? 1 : Math.floor(size / 2)
}
