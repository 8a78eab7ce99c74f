import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const env = {
  SERVICE_SECRET: 'a secret of the tests only',
  CUSTOMER_TOKEN_PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----',
  DATABASE_URL: 'sqlite:/tmp/product.db'
}

test('reads where the products are kept', () => {
  assert.equal(loadConfig(env).databaseUrl, 'sqlite:/tmp/product.db')
  assert.equal(
    loadConfig({ ...env, DATABASE_URL: 'sqlite::memory:' }).databaseUrl,
    'sqlite::memory:'
  )
})

test('names the variable of a store that it does not have, and not the password in it', () => {
  for (const url of ['mysql://user:secret@host/db', 'mongodb://host/db', 'sqlite:file.db', '']) {
    assert.throws(
      () => loadConfig({ ...env, DATABASE_URL: url }),
      (error: Error) => error.message.includes('DATABASE_URL') && !error.message.includes('secret')
    )
  }
})
