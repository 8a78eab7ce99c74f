import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatCents, sumCents } from '../../src/money/index.ts'

const most = Number.MAX_SAFE_INTEGER
const cents = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.constantFrom(0, 1, -1, most, most - 1, -most)
)

/** `1234567,05` of a number of cents, by the digits alone. */
function plain(amount: number): string {
  const digits = Math.abs(amount).toString().padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)}`
}

test('money is written as a reader of the language writes it', () => {
  const written = [
    [0, '€0.00', '0,00 €'],
    [-0, '€0.00', '0,00 €'],
    [1, '€0.01', '0,01 €'],
    [-5, '-€0.05', '-0,05 €'],
    [99, '€0.99', '0,99 €'],
    [2_480, '€24.80', '24,80 €'],
    [100_000, '€1,000.00', '1.000,00 €'],
    [123_456_789, '€1,234,567.89', '1.234.567,89 €'],
    [most, '€90,071,992,547,409.91', '90.071.992.547.409,91 €']
  ] as const
  for (const [amount, en, de] of written) {
    assert.equal(formatCents(amount, 'en'), en)
    // A German reader's currency must not stand on a line of its own.
    assert.equal(formatCents(amount, 'de'), de.replace(' ', '\u00a0'))
  }
})

test('no cent is lost in writing, however large the amount', () => {
  fc.assert(
    fc.property(cents, amount => {
      const en = formatCents(amount, 'en').replace(/[€,]/g, '').replace('.', ',')
      const de = formatCents(amount, 'de').replace(/[€.\s]/g, '')
      assert.deepEqual([en, de], [plain(amount), plain(amount)])
    })
  )
})

test('a sum is exact or is refused, whatever the amounts and their order', () => {
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 6 }), amounts => {
      const exact = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)
      try {
        assert.equal(BigInt(sumCents(amounts)), exact)
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error))
        const size = amounts.reduce((sum, amount) => sum + BigInt(Math.abs(amount)), 0n)
        assert.ok(size > BigInt(most), 'a sum that can be told was refused')
      }
    })
  )
})

test('sums up to the largest exact number, and no further', () => {
  assert.equal(sumCents([]), 0)
  assert.equal(sumCents([199, 1, -50]), 150)
  assert.equal(sumCents([most - 1, 1]), most)
  assert.throws(() => sumCents([most, 1]), RangeError)
  assert.throws(() => sumCents([-most, -1]), RangeError)
})

test('a sum that was not exact on its way is refused, though it comes back', () => {
  assert.throws(() => sumCents([most, 2, -2]), RangeError)
})

test('what is not whole cents is refused, though the sum is whole', () => {
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => sumCents([wrong, -wrong]), RangeError)
    assert.throws(() => sumCents([wrong, wrong]), RangeError)
  }
  // Beside a large amount a fraction is rounded away, and an amount that is none comes back.
  assert.throws(() => sumCents([2 ** 52 + 1, 0.25]), RangeError)
  assert.throws(() => sumCents([-1, 2 ** 53]), RangeError)
})
