import type { Failure, Send } from './call.ts'
import type { Clock } from './clock.ts'
import type { Endpoints, Node } from './endpoints.ts'

/**
 * Attempts in flight that one endpoint takes; as many as its pool has connections, so that nothing
 * queues there.
 */
export const pendingMax = 64
const firstSetWaitMs = 1_000

/**
 * Picks an endpoint for each attempt: of two at random the one with fewer attempts in flight (P2C),
 * leaving out those that this call has tried while another is there. Below `retry`, so that each
 * attempt is picked anew.
 */
export function balance(options: {
  readonly endpoints: Endpoints<Send>
  readonly clock: Clock
  readonly random: () => number
}): Send {
  const { endpoints, clock, random } = options
  return async call => {
    // Once per call: while nothing is known, repeating would only wait for the same thing again.
    if (endpoints.eligible().length === 0 && call.attempt === 1) {
      await endpoints.ready(Math.max(0, Math.min(firstSetWaitMs, call.deadlineAt - clock.now())))
    }
    const eligible = endpoints.eligible()
    if (eligible.length === 0) return failure('no-endpoint')
    const free = eligible.filter(({ pending }) => pending < pendingMax)
    if (free.length === 0) return failure('overload')
    const node = pick(untried(free, call.tried), random)
    call.onAttempt(call.attempt, node.endpoint.id)
    node.pending++
    try {
      return await node.way(call)
    } finally {
      node.pending--
    }
  }
}

/** Power of two choices. Takes one node or more. */
export function pick<Way>(nodes: readonly Node<Way>[], random: () => number): Node<Way> {
  const first = Math.floor(random() * nodes.length)
  // A second index among the others, so that both are never the same while there are two.
  const second = (first + 1 + Math.floor(random() * (nodes.length - 1))) % nodes.length
  const [left, right] = [nodes[first], nodes[second]]
  if (left === undefined || right === undefined) throw new RangeError('nothing to pick from')
  return right.pending < left.pending ? right : left
}

/** Those that are not among `tried`, or all where none is left. */
export function untried<Way>(
  nodes: readonly Node<Way>[],
  tried: readonly string[]
): readonly Node<Way>[] {
  const rest = nodes.filter(({ endpoint }) => !tried.includes(endpoint.id))
  return rest.length > 0 ? rest : nodes
}

function failure(reason: Failure['reason']): Failure {
  return { kind: 'failure', reason, sent: false }
}
