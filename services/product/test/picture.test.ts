import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawPicture } from '../src/domain/picture/draw-picture.ts'
import { FOOD } from '../src/domain/picture/food.ts'
import { GARDEN } from '../src/domain/picture/garden.ts'
import { LAMPS, ROOMS, TEXTILES } from '../src/domain/picture/home.ts'
import { KITCHEN } from '../src/domain/picture/kitchen.ts'
import { OUTDOORS } from '../src/domain/picture/outdoor.ts'
import { STATIONERY } from '../src/domain/picture/stationery.ts'
import { byWords, makerOf } from '../src/domain/picture/subject.ts'
import { emsOf, fitText } from '../src/domain/picture/text.ts'
import { TOOLS } from '../src/domain/picture/tool.ts'
import { TOYS } from '../src/domain/picture/toy.ts'

const BYTES_MAX = 6 * 1024

const CATEGORIES = [
  'Books/Poetry',
  'Records/Piano',
  'Kitchen/Tableware',
  'Tools/Hand Tools',
  'Garden/Plants',
  'Garden/Seeds',
  'Garden/Garden Tools',
  'Stationery/Notebooks',
  'Home/Lamps',
  'Home/Textiles',
  'Home/Vases and Baskets',
  'Toys/Games',
  'Food/Pantry',
  'Outdoors/Camping',
  'Something/Else'
] as const

/** Words that a picture knows, and markup, control characters and scripts that it must survive. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 150 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</svg>',
        ']]>',
        '&amp;',
        '"\'',
        '&&&&&&&&&&&&&&&&&&',
        '\u0000\u0008\uFFFE',
        '\uD800',
        '書',
        '👩‍👩‍👧',
        'url(#s)',
        '${x}',
        'meadow seeds',
        'board',
        'Unbreakable'.repeat(20)
      ),
      { maxLength: 40 }
    )
    .map(parts => parts.join('')),
  fc.constantFrom('', ' ', 'W'.repeat(400), '&'.repeat(400), "'".repeat(119), '\u00A0'.repeat(200))
)

const product = fc.record({
  id: fc.string({ maxLength: 40 }),
  name: hostile,
  description: hostile,
  categories: fc.oneof(
    fc.constantFrom(...CATEGORIES).map(category => [category]),
    fc.array(hostile, { maxLength: 3 })
  )
})

test('draws a well-formed document of at most 6 KB for any product, hostile ones included', () => {
  fc.assert(
    fc.property(product, hostileProduct => {
      const picture = drawPicture(hostileProduct)
      assertWellFormed(picture)
      assert.ok(Buffer.byteLength(picture) <= BYTES_MAX, `${Buffer.byteLength(picture)} bytes`)
    }),
    { numRuns: 3_000 }
  )
})

test('stays within 6 KB for every drawing that it knows, under the longest name', () => {
  const line = { description: 'A&'.repeat(600), name: '' }
  for (const entry of catalogue()) {
    const name = `${"&'".repeat(60).slice(0, 119 - entry.name.length)} ${entry.name}`
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const bytes = Buffer.byteLength(drawPicture({ ...entry, ...line, id, sku: undefined, name }))
      assert.ok(bytes <= BYTES_MAX, `${entry.name}: ${bytes} bytes`)
    }
  }
})

test('names the product once, in the title', () => {
  const picture = drawPicture({ id: '1', name: 'Oil & <Vinegar>', categories: [] })
  assert.match(picture, /^<svg [^>]*viewBox="0 0 400 500"[^>]* role="img"/)
  assert.match(picture, /<title>Oil &#38; &#60;Vinegar&#62;<\/title>/)
})

test('loads nothing from anywhere and runs nothing', () => {
  for (const entry of catalogue()) {
    const picture = drawPicture({ id: '1', ...entry })
    assert.doesNotMatch(picture.replace('http://www.w3.org/2000/svg', ''), /https?:|\/\/|@import/)
    assert.doesNotMatch(picture, /<script|<foreignObject|<image|<a |\son\w+=|NaN|undefined/)
  }
})

test('draws the same picture for the same key', () => {
  fc.assert(
    fc.property(product, entry => {
      assert.equal(drawPicture(entry), drawPicture({ ...entry }))
    }),
    { numRuns: 200 }
  )
})

test('goes by the sku where there is one, so that a new id changes nothing', () => {
  const kettle = { name: 'Kettle', categories: ['Kitchen/Tea'], sku: 'KT-1' }
  assert.equal(drawPicture({ id: '1', ...kettle }), drawPicture({ id: '2', ...kettle }))
})

test('draws products of one kind and name differently by their keys', () => {
  for (const category of CATEGORIES) {
    const pictures = Array.from({ length: 60 }, (_, index) =>
      drawPicture({ id: `p${index}`, name: 'Thing', categories: [category] })
    )
    assert.ok(new Set(pictures).size >= 54, `${category}: ${new Set(pictures).size} of 60`)
  }
})

test('draws different things differently under the same key', () => {
  const things = ['Kettle', 'Teapot', 'Mug', 'Saucepan', 'Rolling Pin', 'Whisk', 'Box Grater']
  const pictures = things.map(name =>
    untitled(drawPicture({ id: '1', name, categories: ['Kitchen/Any'] }))
  )
  assert.equal(new Set(pictures).size, things.length)
})

test('draws every thing of the catalogue as what it is called', () => {
  const known = [KITCHEN, TOOLS, GARDEN, LAMPS, TEXTILES, ROOMS, STATIONERY, TOYS, OUTDOORS, FOOD]
  for (const { name, categories } of catalogue()) {
    if (/^(Books|Records)|Seeds|Plants/.test(categories[0] ?? '')) continue
    assert.ok(
      known.some(lexicon => byWords(name, lexicon) !== undefined),
      `${name} is drawn as anything`
    )
  }
})

test('takes what a name ends with, up to a preposition, for the thing itself', () => {
  const entries = [
    [/towels?/g, 'towel'],
    [/tea/g, 'tea'],
    [/\bpots?\b/g, 'pot'],
    [/coffee pots?/g, 'coffee pot']
  ] as const
  assert.equal(byWords('Linen Tea Towel', entries), 'towel')
  assert.equal(byWords('Pot with Towel', entries), 'pot')
  assert.equal(byWords('Old Coffee Pot', entries), 'coffee pot')
  assert.equal(byWords('Set of Tea Towels', entries), 'towel')
  assert.equal(byWords('Hammer', entries), undefined)
})

test('sets title and author of a book in type', () => {
  const words = textOf(
    drawPicture({
      id: '1',
      name: 'Pride and Prejudice',
      description: 'Jane Austen, 1813. Elizabeth Bennet judges quickly.',
      categories: ['Books/Novels']
    })
  )
  assert.match(words, /Pride/)
  assert.match(words, /Prejudice/)
  assert.match(words, /Austen/)
})

test('reads author and year only where a description starts with them', () => {
  const of = (description: string) => makerOf({ key: '', name: '', categories: [], description })
  assert.deepEqual(of('Jane Austen, 1813. A book.'), { author: 'Jane Austen', year: '1813' })
  assert.deepEqual(of('E. M. Forster, 1908. A book.'), { author: 'E. M. Forster', year: '1908' })
  assert.deepEqual(of('Sophocles, 441 BC. A play.'), { author: 'Sophocles', year: '441 BC' })
  assert.deepEqual(of('Seneca, about 65. Letters.'), { author: 'Seneca', year: 'about 65' })
  assert.equal(of('A book by Jane Austen, 1813. It is good.')?.author, 'A book by Jane Austen')
  assert.equal(of('Heavy enough to stay put, and happy to stand.'), undefined)
  assert.equal(of(`${'A'.repeat(5_000)}, 1813. x`), undefined)
})

test('keeps the type of a cover on the cover', () => {
  const names = fc.oneof(hostile, fc.string({ minLength: 1, maxLength: 120 }))
  fc.assert(
    fc.property(names, fc.string({ maxLength: 8 }), (name, id) => {
      const picture = drawPicture({ id, name, categories: ['Books/Novels'] })
      for (const { left, right } of textBoxes(picture)) {
        assert.ok(left >= 60 && right <= 348, `${left} to ${right}: ${name}`)
      }
    }),
    { numRuns: 500 }
  )
})

test('fits text into its width and its number of lines', () => {
  const fitting = { width: 180, linesMax: 3, sizeMax: 40, sizeMin: 12 }
  fc.assert(
    fc.property(hostile, content => {
      const { size, lines } = fitText(content, fitting)
      assert.ok(lines.length <= 3)
      assert.ok(size >= 12 && size <= 40)
      for (const line of lines) assert.ok(emsOf(line) * size <= 180.01, line)
    })
  )
})

test('cuts what does not fit with an ellipsis', () => {
  const { lines } = fitText('word '.repeat(100), {
    width: 60,
    linesMax: 2,
    sizeMax: 20,
    sizeMin: 12
  })
  assert.equal(lines.length, 2)
  assert.match(lines[1] ?? '', /…$/)
})

test('draws a thousand pictures in under two seconds', () => {
  const entries = catalogue()
  const start = performance.now()
  for (let index = 0; index < 1_000; index += 1) {
    const entry = entries[index % entries.length]
    if (entry !== undefined) drawPicture({ id: String(index), ...entry, sku: undefined })
  }
  assert.ok(performance.now() - start < 2_000)
})

type Entry = {
  readonly sku: string
  readonly name: string
  readonly description: string
  readonly categories: readonly string[]
}

const catalogue = (): readonly Entry[] => {
  const folder = new URL('../catalogue/', import.meta.url)
  return readdirSync(folder)
    .filter(file => file.endsWith('.ndjson'))
    .flatMap(file => readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n'))
    .map(line => JSON.parse(line) as Entry)
}

const untitled = (picture: string): string => picture.replace(/<title>.*?<\/title>/, '')

const textOf = (picture: string): string =>
  Array.from(picture.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, words]) => words).join(' ')

/** Where each line of type begins and ends, by the widths that a picture reckons with. */
const textBoxes = (picture: string): readonly { left: number; right: number }[] =>
  Array.from(picture.matchAll(TEXT), ([, x, size, anchor, words = '']) => {
    const plain = words.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    const width = emsOf(plain) * Number(size)
    const left = Number(x) - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0)
    return { left, right: left + width }
  })
const TEXT =
  /<text x="([\d.]+)" y="[\d.]+" font-size="([\d.]+)" fill="[^"]+" text-anchor="(\w+)"[^>]*>([^<]*)</g

/** A strict reader of the XML that pictures use: tags in balance, quoted attributes, one root. */
const assertWellFormed = (document: string): void => {
  assert.ok(document.isWellFormed(), 'a lone surrogate')
  assert.doesNotMatch(document, /(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/u, 'a character XML forbids')
  assert.match(document, /^<svg .*<\/svg>$/s)
  const open: string[] = []
  const between: string[] = []
  let read = 0
  for (const match of document.matchAll(TAG)) {
    const [tag, closing = '', name = '', attributes = '', empty = ''] = match
    between.push(document.slice(read, match.index))
    read = match.index + tag.length
    assertAttributes(closing, attributes)
    if (closing === '/') assert.equal(open.pop(), name)
    else if (empty === '') open.push(name)
    assert.ok(open.length > 0 || read === document.length, 'something after the root')
  }
  assert.deepEqual(open, [])
  assert.equal(read, document.length)
  for (const text of between) assert.doesNotMatch(text.replace(/&#\d+;/g, ''), /[<>&]/)
}
const TAG = /<(\/?)([a-zA-Z]+)((?:\s[\w-]+(?::\w+)?="[^"<]*")*)\s?(\/?)>/g

const assertAttributes = (closing: string, attributes: string): void => {
  assert.ok(closing === '' || attributes === '', 'an attribute of an end tag')
  const names = Array.from(attributes.matchAll(/\s([\w-]+)=/g), ([, key]) => key)
  assert.equal(new Set(names).size, names.length, `an attribute twice: ${attributes}`)
  assert.doesNotMatch(attributes.replace(/&#\d+;/g, ''), /&/)
}
