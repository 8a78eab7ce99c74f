import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuch } from '../src/runtime/no-such.ts'

test('tells the name that was probably meant', () => {
  const known = ['status', 'stop', 'scale', 'registry-down', 'registry-empty', 'cart-1', 'cart-2']
  for (const [word, name] of [
    ['stauts', 'status'],
    ['STATUS', 'status'],
    ['stp', 'stop'],
    ['sclae', 'scale'],
    ['registry-dwon', 'registry-down'],
    ['reg', 'registry-down'],
    ['cart1', 'cart-1']
  ] as const) {
    const sentence = `There is no name "${word}": did you mean ${name}?`
    assert.equal(noSuch('name', word, known), sentence)
  }
})

test('tells those there are where none is near', () => {
  const known = ['edge', 'web', 'billing']
  const sentence = 'There is no service "x/../y"; there are edge, web, billing.'
  assert.equal(noSuch('service', 'x/../y', known), sentence)
  assert.equal(noSuch('service', 'a', []), 'There is no service "a"; there is none.')
  const many = Array.from({ length: 300 }, (_, at) => `number-${at}`)
  assert.match(noSuch('instance', 'zebra', many), /number-19, \.\.\.\.$/)
})
