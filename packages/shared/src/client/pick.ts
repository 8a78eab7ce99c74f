import { pendingMax } from './bulkhead.ts'
import type { Node } from './endpoints.ts'

const slowStartMs = 10_000
const slowStartMin = 0.1
const largeMin = 50
const drawsMax = 5

type Choice = { readonly random: () => number; readonly now: number }

/**
 * Power of two choices: of two at random the cheaper. Takes one node or more. Weights and slow
 * start divide the cost; where that and the bare cost disagree, the weights say how often the
 * heavier one goes first, so that shares follow them also when little is in flight.
 */
export function pick<Way>(nodes: readonly Node<Way>[], { random, now }: Choice): Node<Way> {
  const first = Math.floor(random() * nodes.length)
  // A second index among the others, so that both are never the same while there are two.
  const second = (first + 1 + Math.floor(random() * (nodes.length - 1))) % nodes.length
  const [left, right] = [nodes[first], nodes[second]]
  if (left === undefined || right === undefined) throw new RangeError('nothing to pick from')
  const [costLeft, costRight] = [costOf(left, now), costOf(right, now)]
  const [cheap, dear] = costRight < costLeft ? [right, left] : [left, right]
  const ratio = weightOf(cheap, now) / weightOf(dear, now)
  if (ratio >= 1) return cheap
  const isStillCheaper = Math.min(costLeft, costRight) / ratio < Math.max(costLeft, costRight)
  return isStillCheaper || random() < ratio ? cheap : dear
}

/**
 * Picks from those that are not among `tried`, or from all where none is left. A draw from a large set seldom
 * meets one of the few that were tried; to look through the set would cost a repeat as much as there are
 * endpoints.
 */
export function pickUntried<Way>(
  nodes: readonly Node<Way>[],
  tried: readonly string[],
  choice: Choice
): Node<Way> {
  for (let draw = 0; draw < drawsMax && nodes.length >= largeMin; draw++) {
    const node = pick(nodes, choice)
    if (!tried.includes(node.endpoint.id)) return node
  }
  return pick(untried(nodes, tried), choice)
}

/** Those that are not among `tried`, or all where none is left. */
export function untried<Way>(
  nodes: readonly Node<Way>[],
  tried: readonly string[]
): readonly Node<Way>[] {
  if (tried.length === 0) return nodes
  const rest = nodes.filter(({ endpoint }) => !tried.includes(endpoint.id))
  return rest.length > 0 ? rest : nodes
}

export function hasRoom({ pending }: { readonly pending: number }): boolean {
  return pending < pendingMax
}

/** The milliseconds that one more attempt would probably take. */
function costOf({ load, pending }: Node<unknown>, now: number): number {
  return load.cost(now, pending) * (pending + 1)
}

/** A tenth of the share at its start, all of it after ten seconds. */
function weightOf({ endpoint, startedAt }: Node<unknown>, now: number): number {
  const age = now - startedAt
  const share = age >= slowStartMs ? 1 : Math.max(slowStartMin, age / slowStartMs)
  return endpoint.weight * share
}
