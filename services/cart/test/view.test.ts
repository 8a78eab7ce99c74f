import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCart, type Cart, type Line } from '../src/domain/cart.ts'
import { viewOf } from '../src/domain/view.ts'
import { book, tea } from './fixtures.ts'

const line = (productId: string, productOption: string, amount: number): Line => ({
  id: `${productId}-${productOption}`,
  productId,
  productOption,
  amount,
  name: `${productId} as it was called`,
  optionName: productId === 'tea' ? productOption : undefined
})
const cartOf = (...lines: readonly Line[]): Cart => ({ ...createCart('cart', undefined), lines })
const products = new Map([tea, book].map(product => [product.id, product]))

test('each line that cannot be bought says why, and makes the cart invalid', () => {
  const cases = [
    [line('gone', 'one', 1), 'gone'],
    [line('tea', '5 t', 1), 'option-gone'],
    [line('tea', '1 kg', 1), 'sold-out'],
    [line('book', 'Paperback', 6), 'too-few']
  ] as const
  for (const [bad, problem] of cases) {
    const view = viewOf(cartOf(line('tea', '100 g', 1), bad), products)
    assert.equal(view.items[1]?.problem, problem)
    assert.equal(view.items[0]?.problem, undefined)
    assert.equal(view.valid, false)
    assert.equal(view.pricesChecked, true)
  }
})

test('the last piece can be bought', () => {
  const view = viewOf(cartOf(line('book', 'Paperback', 5)), products)
  assert.equal(view.valid, true)
  assert.equal(view.totalCents, 6_000)
})

test('a line that is gone keeps its name and has no price', () => {
  const [item] = viewOf(cartOf(line('gone', 'one', 1)), products).items
  assert.deepEqual(item, {
    id: 'gone-one',
    productId: 'gone',
    productOption: 'one',
    amount: 1,
    name: 'gone as it was called',
    problem: 'gone'
  })
})

test('without the catalogue the names are the remembered ones and nothing has a price', () => {
  const view = viewOf(cartOf(line('tea', '100 g', 2)), undefined)
  assert.deepEqual(view, {
    items: [
      {
        id: 'tea-100 g',
        productId: 'tea',
        productOption: '100 g',
        amount: 2,
        name: 'tea as it was called',
        optionName: '100 g'
      }
    ],
    valid: false,
    totalCents: 0,
    itemCount: 2,
    version: 1,
    state: 'open',
    pricesChecked: false
  })
})

test('the option is named only where there is a choice', () => {
  const view = viewOf(cartOf(line('tea', '100 g', 1), line('book', 'Paperback', 1)), products)
  assert.deepEqual(
    view.items.map(({ optionName }) => optionName),
    ['100 g', undefined]
  )
})

test('an empty cart has no problem and costs nothing', () => {
  assert.partialDeepStrictEqual(viewOf(cartOf(), new Map()), {
    valid: true,
    totalCents: 0,
    itemCount: 0
  })
})
