import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  businessKeyOf,
  defaultImages,
  normalise,
  priceOf,
  proposedIdOf
} from '../src/domain/product.ts'
import { draftOf, errorOf, optionOf } from './fixtures.ts'

test('trims names and keeps the rest', () => {
  const draft = normalise(
    draftOf({ name: '  Leaves   of Grass ', options: [optionOf({ name: ' A ' })] })
  )
  assert.equal(draft.name, 'Leaves of Grass')
  assert.equal(draft.options[0]?.name, 'A')
  assert.equal(draft.description, 'Walt Whitman, 1855.')
})

test('refuses what a schema cannot tell', () => {
  const bad = [
    draftOf({ name: '   ' }),
    draftOf({ name: 'broken \ud800' }),
    draftOf({ description: '\udfff' }),
    draftOf({ options: [optionOf({ name: 'A' }), optionOf({ name: ' A ' })] }),
    draftOf({ categories: ['Books/Poetry', 'books/POETRY'] }),
    draftOf({ categories: ['a/b/c/d/e'] })
  ]
  for (const draft of bad) assert.throws(() => normalise(draft), errorOf('PRODUCT_INVALID'))
})

test('a product is known by its sku, without one by name and first category', () => {
  const key = businessKeyOf(draftOf())
  assert.equal(businessKeyOf(draftOf({ name: 'LEAVES of grass', description: 'x' })), key)
  assert.equal(businessKeyOf(draftOf({ categories: ['Books/Poetry', 'Gifts'] })), key)
  assert.notEqual(businessKeyOf(draftOf({ categories: ['Gifts', 'Books/Poetry'] })), key)
  assert.notEqual(businessKeyOf(draftOf({ sku: 'A-1' })), key)
  assert.equal(
    businessKeyOf(draftOf({ sku: 'A-1' })),
    businessKeyOf(draftOf({ sku: 'A-1', name: 'x' }))
  )
})

test('a sku is not taken for a name', () => {
  const named = draftOf({ name: 'x', categories: ['y'] })
  assert.notEqual(businessKeyOf(named), businessKeyOf(draftOf({ sku: 'x|y' })))
})

test('the same product has the same id everywhere, and it can be read', () => {
  assert.equal(proposedIdOf(draftOf()), proposedIdOf(draftOf({ description: 'other' })))
  assert.match(proposedIdOf(draftOf()), /^leaves-of-grass-[a-z0-9]{10}$/)
})

test('an id is at most 35 plain characters whatever the name is', () => {
  const names = [
    'Война и мир',
    '😀',
    "L'Œuvre au noir",
    'x'.repeat(120),
    'a '.repeat(60),
    '-'.repeat(9)
  ]
  for (const name of names) {
    assert.match(proposedIdOf(draftOf({ name })), /^[a-z0-9]([a-z0-9-]{0,33}[a-z0-9])$/, name)
  }
})

test('the price of a product is that of its cheapest option', () => {
  const options = [optionOf({ priceInCent: 300 }), optionOf({ name: 'b', priceInCent: 200 })]
  assert.equal(priceOf(draftOf({ options })), 200)
})

test('a product without pictures has the one that is drawn of it', () => {
  assert.deepEqual(defaultImages('a-1'), [
    { thumbnail: '/images/a-1.svg', preview: '/images/a-1.svg', original: '/images/a-1.svg' }
  ])
})
