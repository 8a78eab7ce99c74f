import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { addToCart, newShopper } from './journey.ts'
import { systemUnderTest } from './system.ts'

/** Somebody who uses the shop while something is done to it. */
export type Background<Result> = { readonly end: () => Promise<Result> }

/** Pages, one after the other, until the end, which answers the statuses that came. */
export function visit(): Background<readonly number[]> {
  const statuses = new Set<number>()
  let isOver = false
  const visiting = (async () => {
    while (!isOver) {
      const { statusCode, body } = await request(`${systemUnderTest().shopUrl}/status/alive`)
      await body.dump()
      statuses.add(statusCode)
      await sleep(10)
    }
  })()
  return {
    async end() {
      // A little more than the front door needs to notice what has changed last.
      await sleep(1_500)
      isOver = true
      await visiting
      return [...statuses]
    }
  }
}

/** Puts things into carts until the end, which answers how often; fails when one is not taken. */
export function fillCarts(t: TestContext): Background<number> {
  let [count, isOver] = [0, false]
  const filling = (async () => {
    while (!isOver) {
      await addToCart(newShopper(t))
      count++
    }
  })()
  return {
    async end() {
      isOver = true
      await filling
      return count
    }
  }
}
