import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@microzon/shared/errors'
import type { Carts } from '../src/domain/carts.ts'
import { mergeCarts, type MergedCarts } from '../src/domain/merge-carts.ts'

const login = { customerId: 'ada', sessionId: 's', token: 't', tokenExpiresAt: 1 }

/** What becomes of a guest's cart when the merges into the customer's carts end so, one after the other. */
function merging(...ends: readonly (string | { readonly leftOut: readonly string[] })[]): {
  readonly merge: () => Promise<MergedCarts>
  /** The cart and the key of each merge that was asked for. */
  readonly asked: readonly (readonly [cartId: string, key: string])[]
} {
  const asked: (readonly [string, string])[] = []
  const next = ends.values()
  const carts: Pick<Carts, 'open' | 'merge'> = {
    open: () => {
      const wasClosed = ends[asked.length - 1] === 'CART_CLOSED'
      return Promise.resolve({
        id: wasClosed ? 'second' : 'first',
        itemCount: 0,
        version: 1,
        state: 'open'
      })
    },
    merge: (cartId, _guestCartId, { key }) => {
      asked.push([cartId, key])
      const { value: end = 'too many' } = next.next()
      return typeof end === 'string'
        ? Promise.reject(new DomainError(end, 'refused'))
        : Promise.resolve({ capped: false, ...end })
    }
  }
  return { asked, merge: () => mergeCarts(carts as Carts, login, 'guest') }
}

test('an order that ends between finding its cart and merging into it loses nothing', async () => {
  const { merge, asked } = merging('CART_CLOSED', { leftOut: [] })
  const { cart, pending } = await merge()
  assert.deepEqual([cart?.id, pending], ['second', undefined])
  assert.deepEqual(
    asked.map(([cartId]) => cartId),
    ['first', 'second']
  )
})

test('a guest’s cart that is somebody’s already is left as it is', async () => {
  const { cart, pending } = await merging('CART_CLOSED', 'CART_CLOSED').merge()
  assert.deepEqual([cart, pending], [undefined, undefined])
})

test('that an order holds the cart is asked anew, since the first answer is given again', async () => {
  const over = merging('CART_FROZEN', { leftOut: [] })
  assert.equal((await over.merge()).pending, undefined)
  assert.notEqual(over.asked[0]?.[1], over.asked[1]?.[1], 'under another key')
  const still = await merging('CART_FROZEN', 'CART_FROZEN').merge()
  assert.equal(still.pending, 'held')
})

test('a merge whose answer was lost is asked for again under its key, and tells all', async () => {
  const { merge, asked } = merging('CART_UNAVAILABLE', { leftOut: ['a lamp'] })
  assert.equal((await merge()).pending, 'away')
  assert.deepEqual((await merge()).leftOut, ['a lamp'])
  assert.equal(asked[0]?.[1], asked[1]?.[1])
})
