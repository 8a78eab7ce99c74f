import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressErrors, addressOf } from '../src/routes/address-form.ts'
import { wordsOf } from '../src/views/words/index.ts'

const typed = {
  name: 'Ada',
  street: 'St James 12',
  postalCode: 'W1',
  city: 'London',
  country: 'gb'
}

test('each part of an address is one line, whatever was pasted', () => {
  const pasted = { ...typed, name: '\tAda\nLovelace ', street: ' St  James\r\n12' }
  const address = addressOf(pasted)
  assert.equal(address.name, 'Ada Lovelace')
  assert.equal(address.street, 'St James 12')
  assert.equal(address.country, 'GB')
  assert.deepEqual(addressErrors(pasted, wordsOf('en')), {})
})

test('a character that cannot be written is a space, as the services refuse it', () => {
  const odd = { ...typed, name: 'Ada\0Lovelace', street: '\u0007St James 12\u007f', city: '\0' }
  const { name, street } = addressOf(odd)
  assert.deepEqual([name, street], ['Ada Lovelace', 'St James 12'])
  assert.deepEqual(Object.keys(addressErrors(odd, wordsOf('en'))), ['city'])
})

test('a part that is blank but for line breaks is missing', () => {
  const errors = addressErrors({ ...typed, city: '\n\t ' }, wordsOf('en'))
  assert.deepEqual(Object.keys(errors), ['city'])
})
