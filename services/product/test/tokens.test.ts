import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookupOf, tokensOf } from '../src/domain/tokens.ts'

test('each word is a token with its field, folded and once', () => {
  const product = { name: 'Emma, Emma!', categories: ['Books/Novels'], description: 'Süße EMMA' }
  assert.deepEqual(tokensOf(product), ['n:emma', 'c:books', 'c:novels', 'd:susse', 'd:emma'])
})

test('a word is looked up by how it starts in every field, one letter as a whole', () => {
  const term = { near: [], isKnown: true }
  assert.deepEqual(lookupOf({ ...term, word: 'gar' }, false), {
    wholes: [],
    starts: ['n:gar', 'c:gar', 'd:gar']
  })
  assert.deepEqual(lookupOf({ ...term, word: 'g' }, false).wholes, ['n:g', 'c:g', 'd:g'])
  assert.deepEqual(lookupOf({ ...term, word: 'gar' }, true).starts, ['n:gar'])
})

test('what is near counts in texts only when nothing is written as it was typed', () => {
  const term = { word: 'gardn', near: ['garden'] }
  assert.deepEqual(lookupOf({ ...term, isKnown: true }, false).wholes, ['n:garden', 'c:garden'])
  assert.equal(lookupOf({ ...term, isKnown: false }, false).wholes.length, 3)
  assert.deepEqual(lookupOf({ ...term, isKnown: false }, true).wholes, ['n:garden'])
})
