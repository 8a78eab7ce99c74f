import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deletionsOf, isForgivable, isOneEdit } from '../src/domain/edits.ts'

const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 })

test('one error is a letter too many, too few, another one, or two swapped', () => {
  assert.ok(isOneEdit('garden', 'gardden'))
  assert.ok(isOneEdit('garden', 'garen'))
  assert.ok(isOneEdit('garden', 'gerden'))
  assert.ok(isOneEdit('garden', 'graden'))
})

test('two errors, and none, are not one', () => {
  assert.ok(!isOneEdit('garden', 'garden'))
  assert.ok(!isOneEdit('garden', 'gradne'))
  assert.ok(!isOneEdit('garden', 'gard'))
  assert.ok(!isOneEdit('poetry', 'pottery'))
})

test('one error is what trying all errors finds', () => {
  fc.assert(
    fc.property(words, words, (left, right) => {
      assert.equal(isOneEdit(left, right), left !== right && errorsIn(left).has(right))
    }),
    { numRuns: 2_000 }
  )
})

test('words that are one error apart have a deletion in common', () => {
  fc.assert(
    fc.property(words, words, (left, right) => {
      if (!isOneEdit(left, right)) return
      const deletions = new Set(deletionsOf(left))
      assert.ok(deletionsOf(right).some(deletion => deletions.has(deletion)))
    }),
    { numRuns: 5_000 }
  )
})

test('forgives nothing in short words and in numbers', () => {
  assert.ok(!isForgivable('cup'))
  assert.ok(!isForgivable('19845'))
  assert.ok(!isForgivable('a1b2c3'))
  assert.ok(!isForgivable('a'.repeat(25)))
  assert.ok(isForgivable('spoon'))
})

/** Every word that one error makes of a word, over the letters of the test. */
function errorsIn(word: string): ReadonlySet<string> {
  const made = new Set<string>()
  for (let at = 0; at <= word.length; at += 1) {
    const [start, end] = [word.slice(0, at), word.slice(at)]
    made.add(start + end.slice(1))
    for (const letter of 'abc') made.add(start + letter + end).add(start + letter + end.slice(1))
    if (end.length > 1) made.add(start + end.charAt(1) + end.charAt(0) + end.slice(2))
  }
  return made
}
