import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labTag } from '../../src/discovery/lab-tag.ts'

test('a tag is a label of a DNS name, whatever the lab is called', () => {
  assert.equal(labTag('0a1b2c'), 'lab-0a1b2c')
  assert.equal(labTag('My Lab/2'), 'lab-my-lab-2')
  assert.match(labTag('x'.repeat(200)), /^lab-x{56}$/)
})
