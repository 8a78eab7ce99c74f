import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const env = { PROVIDER_API_KEY: 'a key of the tests only', DATABASE_URL: 'sqlite::memory:' }

test('reads its key and store from the environment', () => {
  assert.partialDeepStrictEqual(loadConfig(env), {
    apiKey: 'a key of the tests only',
    databaseUrl: 'sqlite::memory:',
    process: { name: 'provider', port: 0 }
  })
})

test('names the variable that is missing or wrong', () => {
  for (const name of Object.keys(env)) {
    assert.throws(() => loadConfig({ ...env, [name]: undefined }), new RegExp(name))
  }
  assert.throws(() => loadConfig({ ...env, DATABASE_URL: 'oracle://x' }), /DATABASE_URL/)
  assert.throws(() => loadConfig({ ...env, PROVIDER_API_KEY: 'short' }), /PROVIDER_API_KEY/)
})
