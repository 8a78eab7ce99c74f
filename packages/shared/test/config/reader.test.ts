import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ConfigError, createReader, loadServiceConfig } from '../../src/config/index.ts'

const secret = 'a secret of sixteen characters and more'

function fileWith(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secret')
  writeFileSync(file, text)
  return file
}

test('a secret comes from its variable, else from the file that one names', t => {
  const file = fileWith(t, `${secret}\n`)
  assert.equal(createReader({ KEY_FILE: file }).secret('KEY'), secret)
  assert.equal(createReader({ KEY: `${secret}!`, KEY_FILE: file }).secret('KEY'), `${secret}!`)
})

test('a secret that is missing, short or unreadable is named, and never shown', t => {
  const read = (env: Record<string, string>) => () => createReader(env).secret('KEY')
  assert.throws(read({}), new ConfigError('KEY or KEY_FILE must be set'))
  assert.throws(read({ KEY: '' }), new ConfigError('KEY or KEY_FILE must be set'))
  const short = new ConfigError('KEY must have at least 16 characters')
  assert.throws(read({ KEY: 'too short' }), short)
  assert.throws(read({ KEY_FILE: fileWith(t, 'too short') }), short)
  assert.throws(read({ KEY_FILE: '/nowhere/at/all' }), /^ConfigError: KEY_FILE names \/nowhere/)
})

test('a secret that may be missing is checked where it is there', () => {
  assert.equal(createReader({}).optionalSecret('KEY'), undefined)
  assert.equal(createReader({ KEY: secret }).optionalSecret('KEY'), secret)
  assert.throws(() => createReader({ KEY: 'short' }).optionalSecret('KEY'), ConfigError)
})

test('an address with a password may come from a file, and is not shown when it is wrong', t => {
  const url = 'mysql://cart:hunter2@mysql:3306/cart'
  const schemes = { schemes: ['mysql', 'sqlite'] }
  const read = (env: Record<string, string>) => createReader(env).secretUrl('DATABASE_URL', schemes)
  assert.equal(read({ DATABASE_URL_FILE: fileWith(t, `${url}\n`) }), url)
  assert.equal(read({ DATABASE_URL: 'sqlite::memory:' }), 'sqlite::memory:')
  const hosts = 'mysql://cart:hunter2@a:3306,b:3306,c/cart?x=1,2'
  assert.equal(read({ DATABASE_URL: hosts }), hosts)
  assert.throws(() => read({ DATABASE_URL: 'mysql://a:b:c,d/cart' }), ConfigError)
  assert.throws(() => read({}), new ConfigError('DATABASE_URL or DATABASE_URL_FILE must be set'))
  for (const wrong of ['postgres://cart:hunter2@host/cart', 'hunter2']) {
    assert.throws(
      () => read({ DATABASE_URL: wrong }),
      new ConfigError('DATABASE_URL must be an address that starts with mysql:// or sqlite://')
    )
  }
})

test('a whole number outside its limits is refused, however it is written', () => {
  const read = (text: string) => () => createReader({ N: text }).integer('N', { min: 1, max: 9 })
  assert.equal(read('9')(), 9)
  for (const wrong of ['0', '10', '1.5', '1e0', ' 1', '0x1', 'one', '-', '9'.repeat(30)]) {
    assert.throws(read(wrong), /^ConfigError: N must be a whole number from 1 to 9/)
  }
  assert.throws(read(''), new ConfigError('N must be set'))
  assert.equal(createReader({}).integer('N', { min: 1, max: 9, fallback: 3 }), 3)
})

test('an address loses the slashes at its end and must have a known scheme', () => {
  const read = (text: string) => createReader({ URL: text }).url('URL')
  assert.equal(read('http://consul:8500//'), 'http://consul:8500')
  assert.throws(() => read('consul:8500'), ConfigError)
  assert.throws(() => read('file:///etc/passwd'), ConfigError)
})

test('a process in a container is named after it, unless it is told a name', () => {
  const env = { SERVICE_SECRET: secret, CUSTOMER_TOKEN_PUBLIC_KEY: secret }
  const nameOf = (more: object): string => loadServiceConfig({ ...env, ...more }, 'cart').instance
  assert.equal(nameOf({}), 'cart-0')
  assert.equal(nameOf({ HOSTNAME: '3f2a1b' }), 'cart-3f2a1b')
  assert.equal(nameOf({ HOSTNAME: '3f2a1b', INSTANCE_NAME: 'cart-7' }), 'cart-7')
})

test('an experiment leaves layers of the client stack out by name, and never in production', () => {
  const env = { SERVICE_SECRET: secret, CUSTOMER_TOKEN_PUBLIC_KEY: secret }
  const read = (more: object) => () => loadServiceConfig({ ...env, ...more }, 'cart').clientWithout
  assert.deepEqual(read({})(), [])
  assert.deepEqual(read({ NODE_ENV: 'production' })(), [])
  assert.deepEqual(read({ CLIENT_WITHOUT: 'breaker,budget' })(), ['breaker', 'budget'])
  assert.throws(
    read({ CLIENT_WITHOUT: 'brakes' }),
    /^ConfigError: CLIENT_WITHOUT must be of .*brakes/
  )
  assert.throws(
    read({ CLIENT_WITHOUT: 'breaker', NODE_ENV: 'production' }),
    new ConfigError('CLIENT_WITHOUT is for experiments and must not be set in production')
  )
})
