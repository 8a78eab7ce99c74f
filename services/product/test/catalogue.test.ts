import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { drawPicture } from '../src/domain/picture/draw-picture.ts'

type Line = {
  readonly sku: string
  readonly name: string
  readonly description: string
  readonly options: readonly Option[]
  readonly categories: readonly string[]
}
type Option = {
  readonly name: string
  readonly description?: string
  readonly priceInCent: number
  readonly stock: number
}

const FOLDER = new URL('../catalogue/', import.meta.url)
const FIELDS = new Set(['sku', 'name', 'description', 'options', 'categories', 'images'])
const OPTION_FIELDS = new Set(['name', 'description', 'priceInCent', 'stock'])
const PICTURE_BYTES_MAX = 6 * 1024

const MAKER = /^\p{Lu}[^,]{2,60}, (about )?\d{2,4}( BC)?\. /u

const files = readdirSync(FOLDER).filter(file => file.endsWith('.ndjson'))
const fileOf = (file: string): readonly Line[] =>
  readFileSync(new URL(file, FOLDER), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
const lines = files.flatMap(fileOf)

test('has at least 320 products in at least 24 categories', () => {
  assert.ok(lines.length >= 320, `${lines.length} products`)
  const categories = new Set(lines.flatMap(line => line.categories))
  assert.ok(categories.size >= 24, `${categories.size} categories`)
})

test('keeps one top category in each file', () => {
  for (const file of files) {
    const tops = new Set(fileOf(file).flatMap(line => line.categories.map(topOf)))
    assert.equal(tops.size, 1, file)
    assert.equal([...tops][0]?.toLowerCase(), file.replace('.ndjson', ''))
  }
})

test('names no field that a product does not have', () => {
  for (const line of lines) {
    assert.deepEqual(unknownFields(line, FIELDS), [], line.sku)
    for (const option of line.options) {
      assert.deepEqual(unknownFields(option, OPTION_FIELDS), [], line.sku)
    }
  }
})

test('gives every product a sku, a name and a description of its own', () => {
  for (const field of ['sku', 'name', 'description'] as const) {
    const values = lines.map(line => line[field])
    assert.equal(new Set(values).size, values.length, field)
  }
})

test('keeps names and descriptions within their lengths', () => {
  for (const { sku, name, description } of lines) {
    assert.match(sku, /^[A-Z]{2}-\d{3}$/)
    assert.ok(name.length >= 3 && name.length <= 120, sku)
    assert.ok(description.length >= 60 && description.length <= 1_200, sku)
    assert.equal(name, name.trim(), sku)
    assert.equal(description, description.trim(), sku)
  }
})

test('writes descriptions of two to four sentences without exclamation marks', () => {
  for (const { sku, description } of lines) {
    const sentences = description.replace(MAKER, '').match(/[.?…](?=\s|$)/g)?.length ?? 0
    assert.ok(sentences >= 2 && sentences <= 4, `${sku}: ${sentences} sentences`)
    assert.doesNotMatch(description, /!|\blorem\b|\s{2}/i, sku)
    assert.match(description, /[.?]$/, sku)
  }
})

test('repeats no sentence of six words or more', () => {
  const seen = new Map<string, string>()
  for (const { sku, description } of lines) {
    for (const sentence of description.split(/(?<=[.?])\s+/)) {
      if (sentence.split(' ').length < 6) continue
      assert.equal(seen.get(sentence), undefined, `${sku} and ${seen.get(sentence)}: ${sentence}`)
      seen.set(sentence, sku)
    }
  }
})

test('puts every product on a shelf of exactly two levels', () => {
  for (const { sku, categories } of lines) {
    assert.ok(categories.length >= 1, sku)
    for (const category of categories) assert.match(category, /^[A-Z][^/]*\/[A-Z][^/]*$/, sku)
  }
})

test('leaves no shelf with fewer than four products', () => {
  const counts = new Map<string, number>()
  for (const category of lines.flatMap(line => line.categories)) {
    counts.set(category, (counts.get(category) ?? 0) + 1)
  }
  for (const [category, count] of counts) assert.ok(count >= 4, `${category}: ${count}`)
})

test('sells every product in one to five options with a price and a stock', () => {
  for (const { sku, options } of lines) {
    assert.ok(options.length >= 1 && options.length <= 5, sku)
    assert.equal(new Set(options.map(({ name }) => name)).size, options.length, sku)
    for (const { name, priceInCent, stock } of options) {
      assert.ok(name.length >= 1 && name.length <= 80, sku)
      assert.ok(Number.isInteger(priceInCent), sku)
      assert.ok(priceInCent >= 50 && priceInCent <= 500_000, `${sku}: ${priceInCent}`)
      assert.ok(Number.isInteger(stock) && stock >= 0 && stock <= 1_000, sku)
    }
  }
})

test('has options that are scarce and options that are gone', () => {
  const stocks = lines.flatMap(({ options }) => options.map(({ stock }) => stock))
  assert.ok(stocks.filter(stock => stock > 0 && stock <= 3).length >= 20)
  assert.ok(stocks.filter(stock => stock === 0).length >= 3)
  assert.ok(
    lines.every(({ options }) => options.some(({ stock }) => stock > 0)),
    'a product with nothing to buy'
  )
})

test('says of every book and record who made it and when', () => {
  for (const { sku, description, categories } of lines) {
    if (!/^(Books|Records)\//.test(categories[0] ?? '')) continue
    assert.match(description, MAKER, sku)
  }
})

test('has a picture of at most 6 KB for every product, and no two alike', () => {
  const pictures = new Map<string, string>()
  for (const line of lines) {
    const picture = drawPicture({ id: 'any', ...line })
    assert.ok(Buffer.byteLength(picture) <= PICTURE_BYTES_MAX, line.sku)
    const untitled = picture.replace(/<title>.*?<\/title>/, '')
    assert.equal(pictures.get(untitled), undefined, `${line.sku} and ${pictures.get(untitled)}`)
    pictures.set(untitled, line.sku)
  }
})

const topOf = (category: string): string => category.split('/')[0] ?? ''

const unknownFields = (value: object, known: ReadonlySet<string>): readonly string[] =>
  Object.keys(value).filter(key => !known.has(key))
