import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  accessible,
  amountMax,
  asOf,
  changeable,
  createCart,
  itemCountOf,
  linesMax,
  type Cart,
  type Line
} from '../src/domain/cart.ts'
import { addLine, mergeCarts, removeLine, setAmount, subtractLines } from '../src/domain/lines.ts'

let made = 0
const line = (productId: string, amount = 1, productOption = 'one'): Line => ({
  id: `line-${made++}`,
  productId,
  productOption,
  amount,
  name: productId,
  optionName: undefined
})
const cartOf = (lines: readonly Line[], more: Partial<Cart> = {}): Cart => ({
  ...createCart('cart', undefined),
  lines,
  ...more
})
const amountsOf = (cart: Cart): Record<string, number> =>
  Object.fromEntries(
    cart.lines.map(({ productId, productOption, amount }) => [
      `${productId}/${productOption}`,
      amount
    ])
  )
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'nothing was thrown'
}

test('equal choices become one line, other options of a product another', () => {
  const first = addLine(cartOf([]), line('tea', 2)).cart
  const second = addLine(first, line('tea', 3)).cart
  const third = addLine(second, line('tea', 1, 'two')).cart
  assert.deepEqual(amountsOf(third), { 'tea/one': 5, 'tea/two': 1 })
  assert.equal(third.version, 4)
  assert.equal(itemCountOf(third), 6)
})

test('a line stops at 99 and says so', () => {
  const { cart, capped, line: full } = addLine(cartOf([line('tea', 98)]), line('tea', 2))
  assert.equal(full.amount, 99)
  assert.equal(capped, true)
  assert.equal(cart.version, 2)
})

test('adding to a full line changes nothing, and the version stays', () => {
  const { cart, capped } = addLine(cartOf([line('tea', 99)]), line('tea', 1))
  assert.equal(capped, true)
  assert.equal(cart.version, 1)
})

test('refuses a 51st line, but adds to a line of a full cart', () => {
  const full = cartOf(Array.from({ length: linesMax }, (_, index) => line(`product-${index}`)))
  assert.equal(
    codeOf(() => addLine(full, line('another'))),
    'CART_LINE_LIMIT'
  )
  assert.equal(addLine(full, line('product-7', 4)).line.amount, 5)
})

test('setting an amount is absolute, and repeating it changes nothing', () => {
  const cart = cartOf([line('tea', 5)])
  const id = cart.lines[0]?.id ?? ''
  const once = setAmount(cart, id, 7)
  const twice = setAmount(once, id, 7)
  assert.deepEqual(amountsOf(once), { 'tea/one': 7 })
  assert.equal(twice, once)
})

test('a line is removed once, then it is unknown', () => {
  const cart = cartOf([line('tea'), line('book')])
  const id = cart.lines[0]?.id ?? ''
  const without = removeLine(cart, id)
  assert.deepEqual(amountsOf(without), { 'book/one': 1 })
  assert.equal(
    codeOf(() => removeLine(without, id)),
    'ITEM_UNKNOWN'
  )
  assert.equal(
    codeOf(() => setAmount(without, id, 1)),
    'ITEM_UNKNOWN'
  )
})

test('what was bought is taken out, and what came since stays', () => {
  const cart = cartOf([line('tea', 5), line('book', 1), line('pen', 2)])
  const rest = subtractLines(cart, [
    { productId: 'tea', productOption: 'one', amount: 3 },
    { productId: 'book', productOption: 'one', amount: 2 },
    { productId: 'gone', productOption: 'one', amount: 1 }
  ])
  assert.deepEqual(amountsOf(rest), { 'tea/one': 2, 'pen/one': 2 })
})

test('a cart that somebody owns is unknown to everybody else', () => {
  const cart = cartOf([], { customerId: 'ada' })
  const access = { cartId: 'cart', now: 0 }
  for (const customerId of ['eve', undefined, '']) {
    assert.equal(
      codeOf(() => accessible(cart, { ...access, customerId })),
      'CART_UNKNOWN'
    )
  }
  assert.equal(accessible(cart, { ...access, customerId: 'ada' }), cart)
  assert.equal(
    codeOf(() => accessible(undefined, { ...access, customerId: 'ada' })),
    'CART_UNKNOWN'
  )
})

test("a guest's cart is open to whoever has its id", () => {
  const cart = cartOf([])
  assert.equal(accessible(cart, { cartId: 'cart', customerId: undefined, now: 0 }), cart)
  assert.equal(accessible(cart, { cartId: 'cart', customerId: 'ada', now: 0 }), cart)
})

test('only an open cart can be changed', () => {
  const access = { cartId: 'cart', customerId: undefined, now: 0 }
  const freeze = { checkoutId: 'checkout', expiresAt: 1 }
  assert.equal(
    codeOf(() => changeable(cartOf([], { state: 'frozen', freeze }), access)),
    'CART_FROZEN'
  )
  for (const state of ['ordered', 'merged'] as const) {
    assert.equal(
      codeOf(() => changeable(cartOf([], { state }), access)),
      'CART_CLOSED'
    )
  }
})

test('a freeze that has run out is over, and its end raises the version', () => {
  const freeze = { checkoutId: 'checkout', expiresAt: 100 }
  const frozen = cartOf([line('tea')], { state: 'frozen', freeze, version: 5 })
  assert.equal(asOf(frozen, 99), frozen)
  const over = asOf(frozen, 100)
  assert.partialDeepStrictEqual(over, { state: 'open', version: 6, freeze: undefined })
})

const choice = fc.record({
  productId: fc.constantFrom(...Array.from({ length: 70 }, (_, index) => `p${index}`)),
  productOption: fc.constantFrom('one', 'two'),
  amount: fc.integer({ min: 1, max: amountMax })
})
const anyCart = fc
  .uniqueArray(choice, {
    maxLength: linesMax,
    selector: ({ productId, productOption }) => `${productId}/${productOption}`
  })
  .map(choices =>
    cartOf(
      choices.map(({ productId, productOption, amount }) => line(productId, amount, productOption))
    )
  )

test('a merge loses nothing but what it tells, and keeps within the limits', () => {
  fc.assert(
    fc.property(anyCart, anyCart, (target, from) => {
      const { target: merged, capped, leftOut } = mergeCarts(target, { ...from, id: 'guest' })
      const [before, added, after] = [amountsOf(target), amountsOf(from), amountsOf(merged)]
      const left = amountsOf(cartOf(leftOut))
      const full = amountsOf(cartOf(capped))
      for (const key of new Set([...Object.keys(before), ...Object.keys(added)])) {
        const sum = (before[key] ?? 0) + (added[key] ?? 0)
        if (key in left) {
          assert.equal(left[key], added[key])
          assert.equal(key in before, false)
          assert.equal(key in after, false)
        } else {
          assert.equal(after[key], Math.min(sum, amountMax))
          assert.equal(key in full, sum > amountMax)
        }
      }
      assert.ok(merged.lines.length <= linesMax)
      if (leftOut.length > 0) assert.equal(merged.lines.length, linesMax)
      assert.equal(new Set(merged.lines.map(({ id }) => id)).size, merged.lines.length)
    })
  )
})

test('a merge closes its source for all but the owner of the target', () => {
  const target = cartOf([line('tea', 1)], { id: 'target', customerId: 'ada' })
  const { source } = mergeCarts(target, cartOf([line('tea', 1)], { id: 'guest' }))
  assert.partialDeepStrictEqual(source, {
    state: 'merged',
    mergedInto: 'target',
    customerId: 'ada',
    version: 2
  })
})

type Step = {
  readonly kind: 'add' | 'set' | 'remove'
  readonly at: number
  readonly amount: number
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('add', 'set', 'remove'),
  at: fc.nat({ max: 60 }),
  amount: fc.integer({ min: 1, max: amountMax })
})

test('the version rises by one with every change and never else', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 80 }), steps => {
      steps.reduce((cart, step) => {
        const after = applied(cart, step)
        const isChanged = JSON.stringify(amountsOf(cart)) !== JSON.stringify(amountsOf(after))
        assert.equal(after.version, cart.version + (isChanged ? 1 : 0))
        assert.ok(after.lines.length <= linesMax)
        assert.ok(after.lines.every(({ amount }) => amount >= 1 && amount <= amountMax))
        return after
      }, cartOf([]))
    })
  )
})

function applied(cart: Cart, { kind, at, amount }: Step): Cart {
  const target = cart.lines[at % Math.max(1, cart.lines.length)]
  if (kind === 'add') {
    const isFull = cart.lines.length >= linesMax
    const known = cart.lines.some(({ productId }) => productId === `p${at}`)
    return isFull && !known ? cart : addLine(cart, line(`p${at}`, amount)).cart
  }
  if (target === undefined) return cart
  return kind === 'set' ? setAmount(cart, target.id, amount) : removeLine(cart, target.id)
}
