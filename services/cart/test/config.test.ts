import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const env = {
  SERVICE_SECRET: 'a secret of the tests only',
  CUSTOMER_TOKEN_PUBLIC_KEY: 'a key that is long enough',
  DATABASE_URL: 'sqlite::memory:'
}

test('reads its store from the environment', () => {
  assert.partialDeepStrictEqual(loadConfig(env), {
    databaseUrl: 'sqlite::memory:',
    service: { name: 'cart' }
  })
})

test('names the variable that is missing', () => {
  for (const name of Object.keys(env)) {
    assert.throws(() => loadConfig({ ...env, [name]: undefined }), new RegExp(name))
  }
})
