import {
  pendingMax,
  pickUntried,
  type Clock,
  type Endpoints,
  type Health,
  type Node
} from '@microzon/shared/client'
import { createWaitingRoom, type Importance, type Patience } from '@microzon/shared/admission'
import type { Pool } from 'undici'

/** A place at an instance of web, which is given back by `leave`. */
export type Place = {
  readonly endpointId: string
  readonly pool: Pool
  leave(told: Told): void
}

/** What an attempt has told of its instance. */
export type Told = {
  /** For the breaker. */
  readonly health: Health
  /** For the balancer: until it began to answer, or did not; nothing where that says nothing of it. */
  readonly tookMs: number | undefined
}

export type Wish = {
  readonly importance: Importance
  /** Instances that this request has been at. */
  readonly tried: readonly string[]
  /** A request that may be repeated elsewhere is what an instance that is out is tried with. */
  readonly isRepeatable: boolean
  /** How long it can wait. */
  readonly waitMs: number
}

export type Places = {
  /**
   * Takes a place, at an instance that is not among `tried` while another is free, and not at one that
   * its breaker has put out while there is another: better a page of the last one than none. Waits for
   * a place while all are taken; nothing when none was given in time, or no instance is known.
   */
  take(wish: Wish): Promise<Place | undefined>
  /** Whether an instance that is not among `tried` has a free place. */
  hasOther(tried: readonly string[]): boolean
  waiting(): number
}

/**
 * A browser asks for all the pictures of a page at once: more than an instance takes, and done in a
 * moment. Long enough for that, and short enough that a shopper is told while the page loads.
 */
export const patienceUsual: Patience = { seats: 1_000, burstMs: 2_000, standingMs: 300 }
const firstSetWaitMs = 1_000

function hasRoom({ pending }: Node<Pool>): boolean {
  return pending < pendingMax
}

/** As many requests at each instance of web as its pool has connections; who comes then waits. */
export function createPlaces(options: {
  readonly endpoints: Endpoints<Pool>
  readonly random: () => number
  readonly clock: Clock
  readonly patience?: Patience
}): Places {
  const { endpoints, random, clock, patience = patienceUsual } = options
  const room = createWaitingRoom(patience, clock)
  const known = (): readonly Node<Pool>[] => {
    const eligible = endpoints.eligible()
    return eligible.length > 0 ? eligible : endpoints.out()
  }
  const free = (): readonly Node<Pool>[] => known().filter(hasRoom)
  const choose = ({ tried, isRepeatable }: Wish): Node<Pool> => {
    const now = clock.now()
    const mayTry = isRepeatable && tried.length === 0
    const trial = mayTry ? dueTrial(endpoints.out(), now) : undefined
    return trial ?? pickUntried(free(), tried, { random, now })
  }
  const occupy = (node: Node<Pool>): Place => {
    const { endpoint, way: pool, breaker, load } = node
    const startedAt = clock.now()
    const pass = breaker.enter(true) ?? 'forced'
    node.pending++
    return {
      endpointId: endpoint.id,
      pool,
      leave({ health, tookMs }) {
        node.pending--
        const now = clock.now()
        breaker.leave(pass, { health, startedAt })
        if (tookMs !== undefined) {
          if (health === 'good') load.observe(tookMs, now)
          else load.fail(tookMs, now)
        }
        callIn()
      }
    }
  }
  const callIn = (): void => {
    if (free().length > 0) room.callIn()
  }
  return {
    async take(wish) {
      const waitsUntil = clock.now() + wish.waitMs
      if (known().length === 0) await endpoints.ready(Math.min(firstSetWaitMs, wish.waitMs))
      if (free().length === 0) {
        // Without an instance there is nothing to wait for.
        if (known().length === 0) return undefined
        const msMax = Math.min(patience.burstMs, waitsUntil - clock.now())
        const isCalled = await room.wait(wish.importance, msMax).called
        if (!isCalled || free().length === 0) return undefined
      }
      const place = occupy(choose(wish))
      // A new instance has room for more than the one who found it.
      callIn()
      return place
    },
    hasOther: tried => free().some(({ endpoint }) => !tried.includes(endpoint.id)),
    waiting: room.size
  }
}

function dueTrial(out: readonly Node<Pool>[], now: number): Node<Pool> | undefined {
  return out.find(node => hasRoom(node) && node.breaker.isTrialDue(now))
}
