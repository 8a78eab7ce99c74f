import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const needed = {
  SERVICE_SECRET: 'a secret of the tests',
  CUSTOMER_TOKEN_PUBLIC_KEY: 'a key that is long enough'
}

test('browsers are served on 8080, probes on any free port', () => {
  const { service, ...config } = loadConfig(needed)
  assert.deepEqual(config, { publicHost: '127.0.0.1', publicPort: 8080, requestsPerMinute: 6_000 })
  assert.equal(service.port, 0)
})

test('each side is told its port', () => {
  const env = {
    ...needed,
    PORT: '0',
    ADMIN_PORT: '20001',
    RATE_LIMIT: '60',
    HOST: '127.0.0.2',
    PUBLIC_HOST: '::'
  }
  const { service, ...config } = loadConfig(env)
  assert.deepEqual(config, { publicHost: '::', publicPort: 0, requestsPerMinute: 60 })
  assert.equal(service.port, 20_001)
  assert.equal(service.host, '127.0.0.2')
})

for (const name of ['PORT', 'ADMIN_PORT', 'RATE_LIMIT']) {
  test(`a wrong ${name} is named`, () => {
    assert.throws(() => loadConfig({ ...needed, [name]: 'many' }), {
      name: 'ConfigError',
      message: new RegExp(`^${name} must be a whole number`)
    })
  })
}
