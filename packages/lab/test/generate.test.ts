import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generateProducts } from '../src/catalogue/generate.ts'

const SEED = 7

test('makes as many products as asked for, each with its own sku', () => {
  const skus = new Set(Array.from(generateProducts(5_000, SEED), ({ sku }) => sku))
  assert.equal(skus.size, 5_000)
})

test('makes the same products for the same seed, and a short run is the start of a long one', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(200), fc.nat(200), (seed, short, more) => {
      const long = [...generateProducts(short + more, seed)]
      assert.deepEqual([...generateProducts(short, seed)], long.slice(0, short))
    }),
    { numRuns: 30 }
  )
})

test('makes other products for another seed, with other skus', () => {
  const skus = new Set(Array.from(generateProducts(500, 1), ({ sku }) => sku))
  const others = [...generateProducts(500, 2)]
  assert.ok(others.every(({ sku }) => !skus.has(sku)))
  assert.notDeepEqual(
    others.map(({ name }) => name),
    Array.from(generateProducts(500, 1), ({ name }) => name)
  )
})

test('keeps every product within the limits of a catalogue line', () => {
  fc.assert(
    fc.property(fc.integer(), seed => {
      for (const product of generateProducts(200, seed)) {
        assert.match(product.sku, /^G[0-9A-Z]+-\d{7,}$/)
        assert.ok(product.sku.length <= 40)
        assert.ok(product.name.length >= 3 && product.name.length <= 120, product.name)
        const { length } = product.description
        assert.ok(length >= 60 && length <= 1_200, product.description)
        assert.ok(product.options.length >= 1 && product.options.length <= 5)
        for (const { priceInCent, stock } of product.options) {
          assert.ok(Number.isInteger(priceInCent) && priceInCent >= 50 && priceInCent <= 500_000)
          assert.ok(Number.isInteger(stock) && stock >= 0 && stock <= 1_000)
        }
        const names = product.options.map(({ name }) => name)
        assert.equal(new Set(names).size, names.length)
        assert.match(product.categories.join('|'), /^[^/|]+\/[^/|]+$/)
      }
    }),
    { numRuns: 20 }
  )
})

test('fills about forty categories, none of them thin', () => {
  const counts = new Map<string, number>()
  for (const { categories } of generateProducts(20_000, SEED)) {
    for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1)
  }
  assert.ok(counts.size >= 40, `${counts.size} categories`)
  assert.ok(Math.min(...counts.values()) > 200)
})

test('leaves some options scarce and some gone', () => {
  const stocks = Array.from(generateProducts(2_000, SEED), ({ options }) => options)
    .flat()
    .map(({ stock }) => stock)
  assert.ok(stocks.filter(stock => stock === 0).length > 20)
  assert.ok(stocks.filter(stock => stock > 0 && stock < 4).length > 100)
})

test('makes nothing before it is asked for the next product', () => {
  const products = generateProducts(Number.MAX_SAFE_INTEGER, SEED)
  assert.equal(products.next().done, false)
  assert.equal(products.next().value?.sku, 'G7-0000002')
})
