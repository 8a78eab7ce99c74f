import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '@microzon/shared/errors'
import fc from 'fast-check'
import { recognise, type Card } from '../src/domain/card.ts'
import { cards } from './fixtures.ts'

const now = Date.UTC(2026, 5, 15)

function codeOf(card: Partial<Card>, at = now): string {
  try {
    recognise({ number: cards.pays, expiry: '12/30', cvc: '123', ...card }, at)
    return 'taken'
  } catch (error) {
    return isDomainError(error) ? error.code : String(error)
  }
}

test('knows each test card by its number and keeps the last four digits', () => {
  const scenarioOf = (number: string): string =>
    recognise({ number, expiry: '12/30', cvc: '123' }, now).scenario
  assert.equal(scenarioOf(cards.pays), 'pays')
  assert.equal(scenarioOf(cards.declined), 'declined')
  assert.equal(scenarioOf(cards.poor), 'insufficient-funds')
  assert.equal(scenarioOf(cards.fails), 'fails')
  assert.equal(scenarioOf(cards.slow), 'slow')
  assert.deepEqual(recognise({ number: cards.poor, expiry: '12/30', cvc: '1234' }, now), {
    scenario: 'insufficient-funds',
    brand: 'visa',
    last4: '9995'
  })
})

test('takes a number with spaces or hyphens', () => {
  assert.equal(codeOf({ number: '4242 4242 4242 4242' }), 'taken')
  assert.equal(codeOf({ number: '4242-4242-4242-4242' }), 'taken')
})

test('refuses any other card, so that nobody\u2019s real one is taken', () => {
  // Numbers that schemes publish for tests: of the right form, and none of ours.
  for (const number of ['5555555555554444', '378282246310005', '4111111111111111']) {
    assert.equal(codeOf({ number }), 'CARD_NOT_OF_THE_SIMULATOR')
  }
})

test('refuses a number that cannot be one', () => {
  const wrong = [
    '',
    '4242',
    '4242424242424241',
    '4242424242424242x',
    '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢',
    '0'.repeat(20)
  ]
  for (const number of wrong) assert.equal(codeOf({ number }), 'CARD_INVALID', number)
})

test('refuses every test card with one digit changed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(cards)),
      fc.nat({ max: 15 }),
      fc.integer({ min: 1, max: 9 }),
      (number, at, by) => {
        const digit = (Number(number[at]) + by) % 10
        const changed = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`
        return codeOf({ number: changed }) === 'CARD_INVALID'
      }
    )
  )
})

test('takes a card to the last millisecond of its month', () => {
  const end = Date.UTC(2026, 6, 1)
  assert.equal(codeOf({ expiry: '06/26' }, end - 1), 'taken')
  assert.equal(codeOf({ expiry: '06/26' }, end), 'CARD_INVALID')
  assert.equal(codeOf({ expiry: '12/26' }, Date.UTC(2027, 0, 1) - 1), 'taken')
  assert.equal(codeOf({ expiry: '12/26' }, Date.UTC(2027, 0, 1)), 'CARD_INVALID')
  assert.equal(codeOf({ expiry: ' 07 / 26 ' }), 'taken')
})

test('refuses a date or a code that is none', () => {
  for (const expiry of ['', '13/30', '00/30', '1/30', '12/2030', '12-30', '12/30/', '１２/３０']) {
    assert.equal(codeOf({ expiry }), 'CARD_INVALID', expiry)
  }
  for (const cvc of ['', '12', '12345', '12a', ' 123']) {
    assert.equal(codeOf({ cvc }), 'CARD_INVALID', cvc)
  }
})

test('tells nothing of the card in its refusal', () => {
  const number = '4242424242424241'
  assert.throws(
    () => recognise({ number, expiry: '12/30', cvc: '987' }, now),
    error => !JSON.stringify(error).includes('42424') && !String(error).includes('42424')
  )
})
