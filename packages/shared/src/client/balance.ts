import { refusal, type Call, type Send } from './call.ts'
import type { Clock } from './clock.ts'
import type { Endpoints, Node } from './endpoints.ts'
import type { Tell } from './events.ts'
import { hasRoom, pickUntried } from './pick.ts'

const firstSetWaitMs = 1_000
/** So much later a trial is given to a call that cannot be repeated. */
const trialPatienceMs = 1_000

export type BalanceOptions = {
  readonly endpoints: Endpoints<Send>
  readonly clock: Clock
  readonly random: () => number
  readonly tell: Tell
  /** False without a bulkhead. */
  readonly isBounded: boolean
}

/**
 * Gives each attempt to an endpoint, leaving out those that this call has tried while another is
 * ready, those that are full, and those that are out. Below `retry`, so that each attempt is picked
 * anew, and below `route`, which says from which; above `breaker` and `bulkhead`, which it reads.
 */
export function balance(options: BalanceOptions): Send {
  const { endpoints, clock, tell } = options
  return async call => {
    // Once per call: while nothing is known, repeating would only wait for the same thing again.
    if (call.attempt === 1 && endpoints.eligible().length === 0 && endpoints.out().length === 0) {
      await endpoints.ready(Math.max(0, Math.min(firstSetWaitMs, call.deadlineAt - clock.now())))
    }
    const node = choose(options, call)
    if (typeof node === 'string') {
      if (node === 'open') tell({ kind: 'refused-open' }, call)
      return refusal(node)
    }
    const { progress } = call
    progress.attempts++
    progress.tried.push(node.endpoint.id)
    node.pending++
    try {
      return await node.way(call)
    } finally {
      node.pending--
    }
  }
}

function choose(
  { endpoints, clock, random, isBounded }: BalanceOptions,
  call: Call
): Node<Send> | 'no-endpoint' | 'overload' | 'open' {
  const now = clock.now()
  const { tried } = call.progress
  const [eligible, out] = [endpoints.eligible(), endpoints.out()]
  if (out.length > 0) {
    const trial = dueTrial(out, call, eligible.length === 0 ? now : now - patienceOf(call))
    if (trial !== undefined) return trial
  }
  if (eligible.length === 0) return out.length > 0 ? 'open' : 'no-endpoint'
  let node = pickUntried(eligible, tried, { random, now })
  if (isBounded && !hasRoom(node)) {
    const free = eligible.filter(hasRoom)
    if (free.length === 0) return 'overload'
    node = pickUntried(free, tried, { random, now })
  }
  if (out.length > 0 && node.breaker.isOut()) call.flight.pass = 'forced'
  return node
}

/** One that is out and to be tried, by the first attempt of a call, which may go elsewhere after it. */
function dueTrial(
  out: readonly Node<Send>[],
  { attempt }: Call,
  now: number
): Node<Send> | undefined {
  if (attempt > 1) return undefined
  return out.find(node => hasRoom(node) && node.breaker.isTrialDue(now))
}

/** A call that cannot be repeated is given to a trial only when no other comes. */
function patienceOf({ repeat }: Call): number {
  return repeat === 'unkeyed' ? trialPatienceMs : 0
}
