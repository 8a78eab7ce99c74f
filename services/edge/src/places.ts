import {
  pendingMax,
  pickUntried,
  type Clock,
  type Endpoints,
  type Node
} from '@microzon/shared/client'
import { createWaitingRoom, type Importance, type Patience } from '@microzon/shared/admission'
import type { Pool } from 'undici'

/** A place at an instance of web, which is given back by `leave`. */
export type Place = {
  readonly endpointId: string
  readonly pool: Pool
  leave(): void
}

export type Places = {
  /**
   * Takes a place, at an instance that is not among `tried` while another is free. Waits for one
   * while all are taken; nothing when none was given in time, or no instance is known.
   */
  take(importance: Importance, tried: readonly string[]): Promise<Place | undefined>
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

/** As many requests at each instance of web as its pool has connections; who comes then waits. */
export function createPlaces(options: {
  readonly endpoints: Endpoints<Pool>
  readonly random: () => number
  readonly clock: Clock
  readonly patience?: Patience
}): Places {
  const { endpoints, random, clock, patience = patienceUsual } = options
  const room = createWaitingRoom(patience, clock)
  const free = (): readonly Node<Pool>[] =>
    endpoints.eligible().filter(({ pending }) => pending < pendingMax)
  const occupy = (nodes: readonly Node<Pool>[], tried: readonly string[]): Place => {
    const node = pickUntried(nodes, tried, { random, now: clock.now() })
    node.pending++
    const { endpoint, way: pool } = node
    return {
      endpointId: endpoint.id,
      pool,
      leave() {
        node.pending--
        callIn()
      }
    }
  }
  const callIn = (): void => {
    if (free().length > 0) room.callIn()
  }
  return {
    async take(importance, tried) {
      if (endpoints.eligible().length === 0) await endpoints.ready(firstSetWaitMs)
      if (free().length === 0) {
        // Without an instance there is nothing to wait for.
        if (endpoints.eligible().length === 0) return undefined
        const isCalled = await room.wait(importance, patience.burstMs).called
        if (!isCalled || free().length === 0) return undefined
      }
      const place = occupy(free(), tried)
      // A new instance has room for more than the one who found it.
      callIn()
      return place
    },
    hasOther: tried => free().some(({ endpoint }) => !tried.includes(endpoint.id)),
    waiting: room.size
  }
}
