import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const env = {
  SERVICE_SECRET: 'a secret of the tests only',
  CUSTOMER_TOKEN_PUBLIC_KEY: 'a key that is long enough',
  DATABASE_URL: 'sqlite:/data/payment.db',
  PROVIDER_URL: 'http://127.0.0.1:20000/',
  PROVIDER_API_KEY: 'a key of the tests only'
}

test('reads where the provider is and how to prove itself to it', () => {
  assert.partialDeepStrictEqual(loadConfig(env), {
    service: { name: 'payment' },
    databaseUrl: 'sqlite:/data/payment.db',
    providerUrl: 'http://127.0.0.1:20000',
    apiKey: 'a key of the tests only'
  })
})

test('names the variable that is missing or wrong', () => {
  for (const name of Object.keys(env)) {
    assert.throws(() => loadConfig({ ...env, [name]: undefined }), new RegExp(name))
  }
  assert.throws(() => loadConfig({ ...env, PROVIDER_URL: 'ftp://x' }), /PROVIDER_URL/)
})
