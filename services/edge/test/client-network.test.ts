import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../src/client-network.ts'

test('an address of IPv4 counts for itself', () => {
  assert.notEqual(networkOf('192.0.2.1'), networkOf('192.0.2.2'))
})

test('all addresses of one household of IPv6 count together', () => {
  const home = ['2001:db8:1:2::', '2001:db8:1:2::1', '2001:db8:1:2:a:b:c:d', '2001:db8:1:2::c:d']
  assert.deepEqual([...new Set(home.map(networkOf))], ['2001:db8:1:2'])
})

test('households of IPv6 count apart, however their addresses are shortened', () => {
  const homes = [
    '2001:db8:1:2::1',
    '2001:db8:1:3::1',
    '2001:db8:1::2:1',
    '2001:db8::1:2:0:1',
    '::1'
  ]
  assert.equal(new Set(homes.map(networkOf)).size, homes.length)
  assert.equal(networkOf('2001:db8:1::2'), networkOf('2001:db8:1:0:ffff::1'))
})
