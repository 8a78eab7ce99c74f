import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, folded, slugOf, wordsOf } from '../src/domain/text.ts'

test('folds case, marks and letters that have none', () => {
  assert.equal(fold('Brontë'), 'bronte')
  assert.equal(fold('STRASSE Straße'), 'strasse strasse')
  assert.equal(fold('Smørrebrød Œuvre Łódź Þór'), 'smorrebrod oeuvre lodz thor')
  assert.equal(fold('İstanbul ırmak'), 'istanbul irmak')
})

test('folds composed and decomposed letters alike', () => {
  assert.equal(fold('e\u0301t\u00e9'), fold('\u00e9te\u0301'))
})

test('splits a text at everything that is no letter and no digit', () => {
  assert.deepEqual(wordsOf("Alice's Adventures (1865), in 2 vols."), [
    'alice',
    's',
    'adventures',
    '1865',
    'in',
    '2',
    'vols'
  ])
})

test('keeps words of other scripts, without their marks', () => {
  assert.deepEqual(wordsOf('Война и мир, 源氏物語'), ['воина', 'и', 'мир', '源氏物語'])
})

test('finds no word in a text without letters', () => {
  assert.deepEqual(wordsOf('… — !? \u0301'), [])
})

test('cuts a word that is longer than forty characters', () => {
  assert.equal(folded('a'.repeat(100)), 'a'.repeat(40))
})

test('makes a slug of words and hyphens', () => {
  assert.equal(slugOf('  Home & Garden, für Größe '), 'home-garden-fur-grosse')
})

test('never makes a word that holds a space, a quote or an operator', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      for (const word of wordsOf(text)) assert.match(word, /^[\p{L}\p{N}]+$/u)
    })
  )
})

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      assert.equal(fold(fold(text)), fold(text))
    })
  )
})
