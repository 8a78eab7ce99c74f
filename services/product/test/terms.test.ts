import assert from 'node:assert/strict'
import { test } from 'node:test'
import { termsOf, type Vocabulary } from '../src/domain/terms.ts'

/** Answers with every word, whatever is asked: what does not match is the domain's to see. */
function vocabularyOf(...words: readonly string[]): Vocabulary {
  return {
    wordsNear: async () => words,
    hasWordFrom: async prefix => words.some(word => word.startsWith(prefix))
  }
}

const unasked: Vocabulary = {
  wordsNear: () => assert.fail('nothing is forgiven here'),
  hasWordFrom: () => assert.fail('nothing is forgiven here')
}

test('a search for no words has no terms', async () => {
  assert.deepEqual(await termsOf(' … ', unasked), [])
})

test('forgives nothing in words of up to four letters', async () => {
  assert.deepEqual(await termsOf('tea 1984 pots', unasked), [
    { word: 'tea', near: [], isKnown: true },
    { word: '1984', near: [], isKnown: true },
    { word: 'pots', near: [], isKnown: true }
  ])
})

test('finds words that are one error apart and nothing else', async () => {
  const vocabulary = vocabularyOf('garden', 'gardens', 'warden', 'harden', 'golden', 'gardne')
  const [term] = await termsOf('garden', vocabulary)
  assert.deepEqual(term, { word: 'garden', near: ['warden', 'harden', 'gardne'], isKnown: true })
})

test('tells that a word is not in the index as it was typed', async () => {
  const [term] = await termsOf('gardne', vocabularyOf('garden'))
  assert.deepEqual(term, { word: 'gardne', near: ['garden'], isKnown: false })
})

test('eight different words count', async () => {
  const terms = await termsOf('a b c c c d e f g h i j', unasked)
  assert.deepEqual(terms.map(({ word }) => word).join(''), 'abcdefgh')
})
