import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, createReader, type Environment } from '../../src/config/index.ts'
import { loadDiscoveryConfig } from '../../src/config/discovery-config.ts'

const load = (env: Environment) => loadDiscoveryConfig(createReader(env))

test('looks in Consul unless told', () => {
  assert.deepEqual(load({}), {
    mechanism: 'consul',
    perTarget: {},
    consulDns: { host: '127.0.0.1', port: 8600 },
    file: undefined
  })
})

test('is told for all targets, and for one', () => {
  const { mechanism, perTarget, consulDns, file } = load({
    DISCOVERY: 'dns',
    DISCOVERY_PRODUCT: 'file',
    DISCOVERY_GIFT_CARD: 'consul',
    DISCOVERY_CART: '',
    DISCOVERY_FILE: '/run/endpoints.json',
    CONSUL_DNS: '[fd00::1]:53'
  })
  assert.equal(mechanism, 'dns')
  assert.deepEqual(perTarget, { product: 'file', 'gift-card': 'consul' })
  assert.deepEqual(consulDns, { host: 'fd00::1', port: 53 })
  assert.equal(file, '/run/endpoints.json')
})

for (const [name, env] of Object.entries({
  DISCOVERY: { DISCOVERY: 'zookeeper' },
  DISCOVERY_PRODUCT: { DISCOVERY_PRODUCT: 'DNS' },
  DISCOVERY_FILE: { DISCOVERY_PRODUCT: 'file' },
  CONSUL_DNS: { CONSUL_DNS: 'consul' }
})) {
  test(`names ${name} when it is wrong or missing`, () => {
    assert.throws(
      () => load(env),
      (error: unknown) => error instanceof ConfigError && error.message.startsWith(`${name} must`)
    )
  })
}

test('a place is a host and a port', () => {
  const of = (text: string) => createReader({ X: text }).place('X', 'host:1')
  assert.deepEqual(of(''), { host: 'host', port: 1 })
  assert.deepEqual(of('a-b.c:65535'), { host: 'a-b.c', port: 65_535 })
  for (const text of ['a', 'a:', ':1', 'a:0', 'a:65536', 'a:1x', '::1:53', 'http://a:1', 'a/b:1']) {
    assert.throws(() => of(text), ConfigError, text)
  }
})
