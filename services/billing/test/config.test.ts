import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const env = {
  SERVICE_SECRET: 'a secret of the tests only',
  CUSTOMER_TOKEN_PUBLIC_KEY: 'a key that is long enough',
  DATABASE_URL: 'sqlite::memory:'
}

test('reads its store from the environment', () => {
  for (const DATABASE_URL of ['sqlite::memory:', 'sqlite:/data/billing.db', 'mysql://u:p@db/b']) {
    assert.partialDeepStrictEqual(loadConfig({ ...env, DATABASE_URL }), {
      databaseUrl: DATABASE_URL,
      service: { name: 'billing' }
    })
  }
})

test('names the variable that is missing or wrong', () => {
  for (const name of Object.keys(env)) {
    assert.throws(() => loadConfig({ ...env, [name]: undefined }), new RegExp(name))
  }
  assert.throws(() => loadConfig({ ...env, DATABASE_URL: 'http://x' }), /DATABASE_URL/)
})
