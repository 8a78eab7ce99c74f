import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  categoryIdOf,
  categoryKeyOf,
  keysOf,
  keysTo,
  levelsOf,
  normalisePath,
  treeOf
} from '../src/domain/category.ts'
import { errorOf } from './fixtures.ts'

const free = () => false

test('trims the levels of a path', () => {
  assert.equal(normalisePath(' Books /  True   Crime '), 'Books/True Crime')
})

test('refuses paths that lead nowhere', () => {
  const invalid = errorOf('PRODUCT_INVALID')
  for (const path of ['', '/', 'Books/', '/Books', 'Books//Poetry', 'Books/…', 'a/b/c/d/e']) {
    assert.throws(() => normalisePath(path), invalid, path)
  }
  assert.throws(() => normalisePath('x'.repeat(41)), invalid)
  assert.throws(() => normalisePath('Books/\ud800a'), invalid)
})

test('knows a category however its path is written', () => {
  assert.equal(categoryKeyOf('Home & Garden/Pots'), categoryKeyOf('home garden/POTS'))
  assert.notEqual(categoryKeyOf('Books/Poetry'), categoryKeyOf('Books Poetry'))
})

test('counts every level of every path once', () => {
  assert.deepEqual(keysOf(['Books/Poetry', 'Books/Drama']), [
    'books',
    'books/poetry',
    'books/drama'
  ])
  assert.deepEqual(levelsOf('Books/Poetry'), [
    { key: 'books', name: 'Books' },
    { key: 'books/poetry', name: 'Poetry' }
  ])
  assert.deepEqual(keysTo('a/b/c'), ['a', 'a/b', 'a/b/c'])
})

test('gives ids that can be read in an address', () => {
  assert.equal(categoryIdOf('books/poetry', free), 'books-poetry')
})

test('tells categories apart whose ids would be the same', () => {
  const id = categoryIdOf('books/poetry', taken => taken === 'books-poetry')
  assert.match(id, /^books-poetry-[0-9a-f]{8}$/)
})

test('keeps an id short and its own', () => {
  const level = 'x'.repeat(40)
  const id = categoryIdOf(`${level}/${level}/a`, free)
  assert.equal(id.length, 80)
  assert.notEqual(id, categoryIdOf(`${level}/${level}/b`, free))
})

test('builds the tree in the order of the names', () => {
  const place = (key: string, count: number) => ({
    id: key.replace('/', '-'),
    key,
    name: key,
    count
  })
  const tree = treeOf([place('b', 3), place('a/z', 1), place('a', 2), place('a/y', 1)])
  assert.deepEqual(
    tree.map(({ category, children }) => [category.id, children.map(child => child.category.id)]),
    [
      ['a', ['a-y', 'a-z']],
      ['b', []]
    ]
  )
  assert.deepEqual(tree[0]?.category, { id: 'a', name: 'a', count: 2 })
})
