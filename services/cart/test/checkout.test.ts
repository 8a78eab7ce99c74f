import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCart, type Cart, type Line } from '../src/domain/cart.ts'
import { freeze, freezeMs, settle, type FreezeRequest } from '../src/domain/checkout.ts'
import { setAmount } from '../src/domain/lines.ts'

const tea: Line = {
  id: 'line-1',
  productId: 'tea',
  productOption: '100 g',
  amount: 2,
  name: 'Green tea',
  optionName: undefined
}
const cart: Cart = { ...createCart('cart', 'ada'), lines: [tea], version: 4 }
const request: FreezeRequest = {
  cartId: 'cart',
  checkoutId: 'checkout-1',
  expectedVersion: 4,
  customerId: 'ada',
  now: 1_000
}
const end = { checkoutId: 'checkout-1', now: 2_000 }

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'nothing was thrown'
}

test('a freeze gives what was in the cart and holds it for 15 minutes', () => {
  const held = freeze(cart, undefined, request)
  assert.deepEqual(held.snapshot, {
    cartId: 'cart',
    checkoutId: 'checkout-1',
    customerId: 'ada',
    version: 4,
    items: [{ productId: 'tea', productOption: '100 g', amount: 2, name: 'Green tea' }]
  })
  assert.partialDeepStrictEqual(held.cart, {
    state: 'frozen',
    version: 4,
    freeze: { checkoutId: 'checkout-1', expiresAt: 1_000 + freezeMs }
  })
})

test('the same checkout again gets the same snapshot and more time', () => {
  const first = freeze(cart, undefined, request)
  const again = freeze(first.cart, first.checkout, { ...request, now: 5_000 })
  assert.deepEqual(again.snapshot, first.snapshot)
  assert.equal(again.cart.freeze?.expiresAt, 5_000 + freezeMs)
})

test('a freeze is refused by what stands in its way', () => {
  const { cart: frozen, checkout } = freeze(cart, undefined, request)
  const other = { ...request, checkoutId: 'checkout-2' }
  const refusals: readonly (readonly [string, () => unknown])[] = [
    ['CART_CHANGED', () => freeze(cart, undefined, { ...request, expectedVersion: 3 })],
    ['CART_EMPTY', () => freeze({ ...cart, lines: [] }, undefined, request)],
    ['CART_FROZEN', () => freeze(frozen, undefined, other)],
    ['CART_CLOSED', () => freeze({ ...cart, state: 'ordered' }, undefined, request)],
    ['CART_CLOSED', () => freeze({ ...cart, state: 'merged' }, undefined, request)],
    ['CART_UNKNOWN', () => freeze(cart, undefined, { ...request, customerId: 'eve' })],
    ['CART_UNKNOWN', () => freeze({ ...cart, customerId: undefined }, undefined, request)],
    ['CART_UNKNOWN', () => freeze(undefined, undefined, request)],
    ['CART_CHANGED', () => freeze(frozen, checkout, { ...request, expectedVersion: 5 })],
    ['CART_CHANGED', () => freeze({ ...cart, id: 'other' }, checkout, request)]
  ]
  for (const [code, work] of refusals) assert.equal(codeOf(work), code)
})

test('a released cart is open under a higher version, and its checkout is over', () => {
  const { cart: frozen, checkout } = freeze(cart, undefined, request)
  const released = settle(frozen, checkout, { ...end, outcome: 'released' })
  assert.partialDeepStrictEqual(released, {
    cart: { state: 'open', version: 5, freeze: undefined },
    checkout: { state: 'released' }
  })
  assert.equal(
    codeOf(() => freeze(released?.cart, released?.checkout, request)),
    'CART_CHANGED'
  )
  assert.equal(
    codeOf(() => freeze(released?.cart, released?.checkout, { ...request, expectedVersion: 5 })),
    'CART_CHANGED'
  )
})

test('an ordered cart is closed, and its checkout still tells what was bought', () => {
  const { cart: frozen, checkout, snapshot } = freeze(cart, undefined, request)
  const ordered = settle(frozen, checkout, { ...end, outcome: 'ordered' })
  assert.partialDeepStrictEqual(ordered, {
    cart: { state: 'ordered', version: 5, freeze: undefined },
    checkout: { state: 'ordered' }
  })
  assert.deepEqual(freeze(ordered?.cart, ordered?.checkout, request).snapshot, snapshot)
})

test('ending a checkout again changes nothing, whatever the outcome is said to be', () => {
  const { cart: frozen, checkout } = freeze(cart, undefined, request)
  for (const outcome of ['released', 'ordered'] as const) {
    const settled = settle(frozen, checkout, { ...end, outcome })
    assert.ok(settled)
    for (const again of ['released', 'ordered'] as const) {
      assert.equal(settle(settled.cart, settled.checkout, { ...end, outcome: again }), undefined)
    }
  }
})

test('a freeze that comes after its release is refused', () => {
  const released = settle(cart, undefined, { ...end, outcome: 'released' })
  assert.equal(released?.cart, cart)
  assert.equal(
    codeOf(() => freeze(cart, released?.checkout, request)),
    'CART_CHANGED'
  )
})

test('an order that nobody froze changes nothing', () => {
  assert.equal(settle(cart, undefined, { ...end, outcome: 'ordered' }), undefined)
})

test('a freeze that ran out is not taken up again', () => {
  const { cart: frozen, checkout } = freeze(cart, undefined, request)
  const late = { ...request, now: request.now + freezeMs }
  assert.equal(
    codeOf(() => freeze(frozen, checkout, late)),
    'CART_CHANGED'
  )
  const next = { ...late, checkoutId: 'checkout-2', expectedVersion: 5 }
  assert.equal(freeze(frozen, undefined, next).snapshot.version, 5)
})

test('an order that comes after its freeze ran out closes a cart that nobody touched', () => {
  const { cart: frozen, checkout } = freeze(cart, undefined, request)
  const late = { ...end, now: request.now + freezeMs, outcome: 'ordered' as const }
  assert.partialDeepStrictEqual(settle(frozen, checkout, late), {
    cart: { state: 'ordered', version: 6, freeze: undefined },
    checkout: { state: 'ordered' }
  })
})

test('an order that comes after its freeze ran out takes its lines from a changed cart', () => {
  const { checkout } = freeze(cart, undefined, request)
  const changed = setAmount({ ...cart, version: 5 }, 'line-1', 3)
  const late = { ...end, now: request.now + freezeMs, outcome: 'ordered' as const }
  const settled = settle(changed, checkout, late)
  assert.equal(settled?.cart.state, 'open')
  assert.equal(settled?.cart.version, 7)
  assert.deepEqual(
    settled?.cart.lines.map(({ amount }) => amount),
    [1]
  )
})

test('an order that comes late leaves a cart alone that another checkout holds', () => {
  const { checkout } = freeze(cart, undefined, request)
  const now = request.now + freezeMs
  const next = { ...request, checkoutId: 'checkout-2', now }
  const other = freeze(cart, undefined, next)
  const settled = settle(other.cart, checkout, { ...end, now, outcome: 'ordered' })
  assert.equal(settled?.cart, other.cart)
  assert.equal(settled?.checkout.state, 'ordered')
})
