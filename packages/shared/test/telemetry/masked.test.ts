import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskCards } from '../../src/telemetry/masked.ts'

/** The sum of ISO/IEC 7812 by its definition. */
function isLuhn(digits: string): boolean {
  const values = digits.split('').reverse().map(Number)
  const sums = values.map((value, at) => (at % 2 === 0 ? value : ((value * 2) % 10) + +(value > 4)))
  return sums.reduce((sum, value) => sum + value, 0) % 10 === 0
}

/** The number with the last digit that makes it one of a card. */
function completed(digits: string): string {
  const last = '0123456789'.split('').find(digit => isLuhn(digits + digit)) ?? ''
  return digits + last
}

// How the numbers of a brand begin, and how many digits they have.
const brands: readonly (readonly [string, readonly number[]])[] = [
  ['4', [13, 16, 19]],
  ['51', [16]],
  ['55', [16]],
  ['2221', [16]],
  ['2720', [16]],
  ['34', [15]],
  ['37', [15]],
  ['36', [14, 16, 19]],
  ['300', [14, 16]],
  ['3528', [16, 19]],
  ['6011', [16, 19]],
  ['62', [16, 17, 18, 19]],
  ['5018', [16, 18, 19]],
  ['6761', [16, 18, 19]]
]

const card = fc
  .constantFrom(...brands.flatMap(([begin, lengths]) => lengths.map(length => ({ begin, length }))))
  .chain(({ begin, length }) => {
    const rest = length - begin.length - 1
    return fc
      .string({
        unit: fc.constantFrom(...'0123456789'.split('')),
        minLength: rest,
        maxLength: rest
      })
      .map(middle => completed(begin + middle))
  })

/** Groups as they are printed on the card and as people type them. */
function grouped(digits: string, gap: string): string {
  if (digits.length === 14 || digits.length === 15) {
    return [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)].join(gap)
  }
  return digits.length === 13 ? digits : (digits.match(/\d{1,4}/g) ?? []).join(gap)
}

const gaps = ['', ' ', '-', '_', '+', '%20', '\u00a0', '\u2009', '\u2011', '\u202f']
const written = fc.tuple(card, fc.constantFrom(...gaps)).map(([digits, gap]) => ({
  digits,
  text: grouped(digits, gap)
}))

/** What may stand around a number: words, punctuation, other numbers, and ends of lines. */
const around = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      'card ',
      'card',
      'n',
      '"',
      '{"n":',
      '}',
      ',',
      '.',
      ': ',
      '#',
      '=',
      '/',
      '\n',
      '\t'
    ],
    ...['\b', '\f', '\u001b', '\u0007', 'q=my%20', '€', 'ß', ' 12/29 ', ' 123 ', ' 4111 ', ' 37 '],
    ...[' 5120 ', '_', '-', '(', ') ', 'x', 'VISA', 'no']
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map(text => `${text.replace(/[\da-f.]/gi, '')} `)
)

/** Whether the digits are still to be read, whatever stands between them. */
function holds(text: string, digits: string): boolean {
  return text.replaceAll('%20', '').replace(/\D/g, '').includes(digits)
}

test('no card number survives, however it is written and whatever stands around it', () => {
  fc.assert(
    fc.property(around, written, around, (before, { digits, text }, after) => {
      const masked = maskCards(`${before}${text}${after}`)
      assert.ok(!holds(masked, digits), masked)
    }),
    { numRuns: 2_000 }
  )
})

test('no card number survives as part of a line of JSON, and the line stays JSON', () => {
  fc.assert(
    fc.property(around, written, around, (before, { digits, text }, after) => {
      const line = JSON.stringify({ msg: `${before}${text}${after}`, list: [{ number: text }] })
      const masked = maskCards(line)
      assert.ok(!holds(masked, digits), masked)
      assert.equal(masked.length, line.length)
      JSON.parse(masked)
    }),
    { numRuns: 1_000 }
  )
})

test('a number that is one in JSON is masked and stays a number', () => {
  fc.assert(
    fc.property(
      card.filter(digits => digits.length < 17),
      digits => {
        const { number } = JSON.parse(maskCards(`{"number":${digits}}`)) as { number: unknown }
        assert.equal(number, Number('9'.repeat(digits.length)))
      }
    )
  )
})

test('every card of a text is masked, and nothing beside it', () => {
  assert.equal(maskCards('4222222222222'), '9999999999999')
  const text = 'first 4242424242424242, then 3782 822463 10005 and 4000-0000-0000-0002.'
  assert.equal(
    maskCards(text),
    'first 9999999999999999, then 9999 999999 99999 and 9999-9999-9999-9999.'
  )
})

test('a number before or behind a card does not hide it', () => {
  const hidden = [
    '5120 4242 4242 4242 4242',
    '4242 4242 4242 4242 123',
    '4242 4242 4242 4242 1229 123',
    '37 4242424242424242 37',
    '4242424242424242 4242424242424242',
    'order 6011 3 4242 4242 4242 4242'
  ]
  for (const text of hidden) assert.ok(!holds(maskCards(text), '4242424242424242'), text)
})

test('a number of 6 and 13 digits is one', () => {
  assert.equal(maskCards('622848 0000000000001'), '622848 0000000000001')
  assert.equal(maskCards(`622848 ${completed('622848000000000000').slice(6)}`).includes('0'), false)
})

test('groups that are divided by points are a card, a number with a point is none', () => {
  assert.equal(maskCards('4242.4242.4242.4242'), '9999.9999.9999.9999')
  for (const fraction of ['0.4242424242424242', '3.4242424242424242', '42424242.42424242']) {
    assert.equal(maskCards(fraction), fraction)
  }
})

test('a number that fails the check, or is too short or too long, is left', () => {
  const left = ['4242424242424241', '4242 4242 4242 4241', '424242424242', '4'.repeat(20)]
  for (const text of left) assert.equal(maskCards(text), text)
})

test('times are left as they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2039, 8) }), ms => {
      const times = [`${ms}`, `${ms * 1_000}`, `${ms}000000`, new Date(ms).toISOString()]
      for (const time of times) assert.equal(maskCards(`{"at":${time}}`), `{"at":${time}}`)
    })
  )
})

test('hexadecimal ids are left as they are', () => {
  const ids = [
    'a4242424242424242',
    '4242424242424242a',
    '0af7651916cd43dd4242424242424242',
    '4242424242424242f916cd43dd8448eb',
    'c0ffee4242424242424242c0ffee4242',
    '4242424242424242beef'
  ]
  for (const id of ids) assert.equal(maskCards(`trace ${id} ended`), `trace ${id} ended`)
})

test('an endless line of digits or of hexadecimal text is read in no time', () => {
  const lines = ['4', '4242a', 'a', '4242 ', '%20', '\\u0042'].map(part => part.repeat(50_000))
  for (const line of lines) {
    const startedAt = performance.now()
    maskCards(line)
    assert.ok(performance.now() - startedAt < 2_000, line.slice(0, 10))
  }
})
