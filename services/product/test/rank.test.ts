import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchedIn, rankOf } from '../src/domain/rank.ts'
import type { Term } from '../src/domain/terms.ts'

const garden: Term = { word: 'garden', near: ['warden'], isKnown: true }

function productOf(name: string, category = 'x', description = '') {
  return { name, categories: [category], description }
}

test('a word goes before a start of one before an error, a name before a category before a text', () => {
  const best = [
    productOf('The Garden'),
    productOf('x', 'Home/Garden'),
    productOf('x', 'x', 'A garden.'),
    productOf('Gardening'),
    productOf('x', 'Gardens'),
    productOf('x', 'x', 'Gardeners'),
    productOf('Warden'),
    productOf('x', 'Wardens/Warden'),
    productOf('x', 'x', 'the warden')
  ]
  assert.deepEqual(
    best.map(product => rankOf(product, [garden])),
    [0, 1, 2, 3, 4, 5, 6, 7, 8]
  )
})

test('the best place of a word counts', () => {
  assert.equal(rankOf(productOf('Gardens', 'x', 'garden gnomes, warden'), [garden]), 2)
})

test('the ranks of all words add up', () => {
  const tea: Term = { word: 'tea', near: [], isKnown: true }
  assert.equal(rankOf(productOf('Garden Teapot'), [garden, tea]), 3)
})

test('does not take the middle of a word for its start', () => {
  assert.equal(rankOf(productOf('Kindergarten', 'x', 'garden'), [garden]), 2)
  const art: Term = { word: 'art', near: [], isKnown: true }
  assert.equal(rankOf(productOf('Cart, start, artful'), [art]), 3)
})

test('one letter matches as a whole word only', () => {
  const letter: Term = { word: 'c', near: [], isKnown: true }
  assert.equal(rankOf(productOf('Vitamin C'), [letter]), 0)
  assert.deepEqual(matchedIn(productOf('Vitamin C complex'), [letter]), ['C'])
})

test('tells matched words as they are written', () => {
  const terms: readonly Term[] = [
    { word: 'bronte', near: [], isKnown: true },
    { word: 'poet', near: ['post'], isKnown: true }
  ]
  const product = productOf('Brontë poems', 'Books/Poetry', 'Post for Charlotte BRONTË. A poet.')
  assert.deepEqual(matchedIn(product, terms), ['Brontë', 'Poetry', 'Post', 'BRONTË', 'poet'])
})

test('tells thirty matched words at most', () => {
  const text = Array.from({ length: 50 }, (_, index) => `garden${index}`).join(' ')
  assert.equal(matchedIn(productOf('x', 'x', text), [garden]).length, 30)
})
