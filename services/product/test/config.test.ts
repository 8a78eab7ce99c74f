import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  for (const url of [
    'mongodb://u:p@a:27017,b:27017/shop?replicaSet=rs0',
    'mongodb+srv://host/shop'
  ]) {
    assert.equal(loadConfig({ ...env, DATABASE_URL: url }).databaseUrl, url)
  }
})

test('names the variable of a store that it does not have, and not the password in it', () => {
  const urls = ['mysql://user:secret@host/db', 'mongodb://user:secret@host', 'sqlite:file.db', '']
  for (const url of urls) {
    assert.throws(
      () => loadConfig({ ...env, DATABASE_URL: url }),
      (error: Error) => error.message.includes('DATABASE_URL') && !error.message.includes('secret')
    )
  }
})

test('reads an address with a password from a file', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-product-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'database-url')
  await writeFile(file, 'mongodb://product:secret@mongo:27017/product?authSource=product\n')
  const { DATABASE_URL: _, ...rest } = env
  const { databaseUrl } = loadConfig({ ...rest, DATABASE_URL_FILE: file })
  assert.equal(databaseUrl, 'mongodb://product:secret@mongo:27017/product?authSource=product')
})
