import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choose, type Item } from '../support/bench.ts'

const items: readonly Item[] = [
  anItem('client'),
  anItem('client-pick'),
  anItem('client-rivals', { isLong: true }),
  anItem('clientele'),
  anItem('page')
]

test('without a name all are chosen but those that are long', () => {
  assert.deepEqual(chosen([]), ['client', 'client-pick', 'clientele', 'page'])
})

test('a name stands for all whose names begin with it and a hyphen, long ones included', () => {
  assert.deepEqual(chosen(['client']), ['client', 'client-pick', 'client-rivals'])
  assert.deepEqual(chosen(['page', 'client-pick']), ['client-pick', 'page'])
})

test('a name of nothing is refused, also a part of a name', () => {
  assert.throws(() => choose(items, ['page', 'nope']), /There is nothing called "nope"\./)
  assert.throws(() => choose(items, ['cli']), /There is nothing called "cli"\./)
})

function chosen(names: readonly string[]): readonly string[] {
  return choose(items, names).map(({ name }) => name)
}

function anItem(name: string, more: Partial<Item> = {}): Item {
  return { name, about: '', run: () => Promise.resolve([]), ...more }
}
