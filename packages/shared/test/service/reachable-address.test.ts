import assert from 'node:assert/strict'
import type { NetworkInterfaceInfo } from 'node:os'
import { test } from 'node:test'
import { reachableAddress } from '../../src/service/reachable-address.ts'

const info = (address: string, changes: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({ address, family: 'IPv4', internal: false, ...changes }) as NetworkInterfaceInfo
const loopback = info('127.0.0.1', { internal: true })
const linkLocal = info('fe80::1', { family: 'IPv6', scopeid: 2 })
const global6 = info('2001:db8::7', { family: 'IPv6', scopeid: 0 })

test('what is told wins, and a single address is itself', () => {
  const interfaces = { eth0: [info('172.18.0.5')] }
  const told = { advertiseAddress: '10.0.0.1', host: '0.0.0.0' }
  assert.equal(reachableAddress(told, interfaces), '10.0.0.1')
  const one = { advertiseAddress: undefined, host: '127.0.0.1' }
  assert.equal(reachableAddress(one, interfaces), '127.0.0.1')
})

test('who listens everywhere is reached at an address that others can reach', () => {
  for (const host of ['0.0.0.0', '::']) {
    const everywhere = { advertiseAddress: undefined, host }
    const reach = (...infos: NetworkInterfaceInfo[]): string =>
      reachableAddress(everywhere, { lo: [loopback], eth0: infos })
    assert.equal(reach(linkLocal, global6, info('172.18.0.5')), '172.18.0.5')
    assert.equal(reach(linkLocal, global6), '2001:db8::7')
    assert.equal(reach(linkLocal), '127.0.0.1', 'nobody else is there')
  }
})
