import { moveTo, type Order, type OrderState } from '../src/domain/order.ts'
import type { SagaPorts } from '../src/domain/advance-order.ts'
import type { OrderStore } from '../src/domain/ports.ts'
import { lines, now, received, totalCents } from './orders.ts'

/** How this shop is, whoever asks it. */
export type Facts = {
  readonly cart: 'as-shown' | 'changed'
  readonly prices: 'as-shown' | 'changed' | 'gone'
  readonly stock: 'enough' | 'none'
  readonly card: 'pays' | 'declined'
}

export class Crash extends Error {}

/** A number below `below`, chosen by chance in the chaos and 0 in the calm. */
export type Choose = (below: number) => number

export type Steps = {
  /** Stops the caller until it is its turn again. May throw a `Crash`. */
  pause(): Promise<void>
}

/**
 * The services around billing as they really are (one cart, its stock, a provider that charges once
 * per key), seen through a network that loses, delays and cuts off. Checks after every effect what
 * must always hold.
 */
export type World = ReturnType<typeof createWorld>

/** What is on its way to the provider arrives within this. */
const onTheWayMs = 10_000
const freezeMs = 15 * 60_000

export function createWorld(facts: Facts, choose: Choose) {
  const state = {
    now,
    stored: received(),
    cart: { frozenUntil: 0, isReleased: false, isClosed: false },
    stock: { heldUntil: 0, isConfirmed: false },
    /** Charges that the provider has made. */
    charges: [] as number[],
    isDeclined: false,
    onTheWay: [] as { readonly arrivesAt: number; readonly cents: number }[],
    history: ['RECEIVED'] as OrderState[]
  }

  function arrive(cents: number): void {
    // One charge per key.
    if (state.charges.length > 0 || state.isDeclined) return
    if (facts.card === 'declined') state.isDeclined = true
    else state.charges.push(cents)
    check()
  }

  function pass(ms: number): void {
    state.now += ms
    const arrived = state.onTheWay.filter(({ arrivesAt }) => arrivesAt <= state.now)
    state.onTheWay = state.onTheWay.filter(({ arrivesAt }) => arrivesAt > state.now)
    for (const { cents } of arrived) arrive(cents)
  }

  function check(): void {
    const { stored, charges, cart, stock } = state
    const isGivenUp = stored.state === 'COMPENSATING' || stored.state === 'CANCELLED'
    if (charges.length > 1) throw new Error('charged twice')
    if (isGivenUp && charges.length > 0) throw new Error(`${stored.state} and charged`)
    if (stored.state === 'CHARGED' && charges.length !== 1) throw new Error('not charged')
    if (stored.state === 'CONFIRMED') {
      if (charges[0] !== totalCents) throw new Error(`confirmed, and charged ${charges[0]}`)
      if (!stock.isConfirmed || !cart.isClosed) throw new Error('confirmed too early')
    }
    if (stored.state === 'CANCELLED' && (cart.isClosed || stock.isConfirmed)) {
      throw new Error('cancelled, and the goods are gone')
    }
  }

  const isLost = (): boolean => choose(4) === 3
  const later = { kind: 'later' } as const
  const done = { kind: 'done' } as const

  /** The request may be lost, then its answer. */
  function overNetwork<T>(effect: () => T): T | typeof later {
    if (isLost()) return later
    const told = effect()
    check()
    return isLost() ? later : told
  }

  function charge(cents: number, until: number): 'told' | 'unknown' | 'not-sent' {
    const fate = choose(5)
    if (fate === 1) return 'not-sent'
    if (fate === 2) return 'unknown'
    // Payment puts nothing on the wire after that.
    if (state.now >= until) return 'unknown'
    if (fate === 3) {
      const arrivesAt = state.now + choose(onTheWayMs + 1)
      state.onTheWay.push({ arrivesAt, cents })
      return 'unknown'
    }
    arrive(cents)
    return fate === 4 ? 'unknown' : 'told'
  }

  const outcome = () =>
    state.charges.length > 0
      ? ({ kind: 'charged' } as const)
      : ({ kind: 'refused', reason: 'declined' } as const)

  /** Ports and store of one instance of billing. */
  function portsOf(
    steps: Steps
  ): SagaPorts & { readonly orders: Pick<OrderStore, 'find' | 'save'> } {
    return {
      clock: () => state.now,
      cart: {
        async freeze() {
          await steps.pause()
          return overNetwork(() => {
            const isOver = state.cart.isReleased || state.cart.isClosed
            if (facts.cart === 'changed' || isOver)
              return { kind: 'refused', reason: 'cart-changed' } as const
            state.cart.frozenUntil = state.now + freezeMs
            const frozen = lines.map(line => ({ ...line, unitPriceCents: undefined }))
            return { kind: 'frozen', lines: frozen } as const
          })
        },
        async release() {
          await steps.pause()
          return overNetwork(() => {
            state.cart.isReleased = true
            state.cart.frozenUntil = 0
            return done
          })
        },
        async close() {
          await steps.pause()
          return overNetwork(() => {
            state.cart.isClosed = true
            state.cart.frozenUntil = 0
            return done
          })
        }
      },
      catalog: {
        async price(asked) {
          await steps.pause()
          const by = facts.prices === 'changed' ? 1 : 0
          const priceOf = (index: number) =>
            facts.prices === 'gone' ? undefined : (lines[index]?.unitPriceCents ?? 0) + by
          const priced = asked.map((line, index) => ({ ...line, unitPriceCents: priceOf(index) }))
          return overNetwork(() => ({ kind: 'priced', lines: priced }) as const)
        },
        async reserve() {
          await steps.pause()
          return overNetwork(() => {
            if (facts.stock === 'none') return { kind: 'refused', reason: 'out-of-stock' } as const
            state.stock.heldUntil = state.now + freezeMs
            return done
          })
        },
        async confirm() {
          await steps.pause()
          return overNetwork(() => {
            state.stock.isConfirmed = true
            return done
          })
        },
        async release() {
          await steps.pause()
          return overNetwork(() => {
            if (!state.stock.isConfirmed) state.stock.heldUntil = 0
            return done
          })
        }
      },
      payment: {
        async charge(order, until) {
          await steps.pause()
          const told = charge(order.totalCents, until)
          return told === 'told' ? outcome() : { kind: told }
        },
        async find() {
          await steps.pause()
          if (isLost()) return { kind: 'unknown' }
          const isKnown = state.charges.length > 0 || state.isDeclined
          const told = isKnown ? outcome() : ({ kind: 'absent' } as const)
          // The answer takes its time too.
          await steps.pause()
          return told
        }
      },
      orders: {
        async find() {
          await steps.pause()
          return state.stored
        },
        async save(order) {
          await steps.pause()
          if (order.revision !== state.stored.revision + 1) return false
          write(order)
          await steps.pause()
          return true
        }
      }
    }
  }

  function write(order: Order): void {
    // Throws for a step back.
    moveTo(state.stored, order.state, { now: state.now })
    state.stored = order
    state.history.push(order.state)
    check()
  }

  return { state, pass, portsOf, check }
}
