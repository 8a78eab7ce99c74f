import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'

const encodings = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
} as const
const keys = generateKeyPairSync('ed25519', encodings)

const env = {
  SERVICE_SECRET: 'a secret of the tests only',
  CUSTOMER_TOKEN_PUBLIC_KEY: keys.publicKey,
  CUSTOMER_TOKEN_PRIVATE_KEY: keys.privateKey,
  DATABASE_URL: 'sqlite::memory:'
}

test('reads its store, its key and its limits from the environment', () => {
  const config = loadConfig({ ...env, LOGIN_FAILURES_MAX: '3' })
  assert.partialDeepStrictEqual(config, {
    databaseUrl: 'sqlite::memory:',
    limits: { loginsPerPair: 3, loginsPerAddress: 50 }
  })
  assert.equal(config.privateKey.asymmetricKeyType, 'ed25519')
})

test('names the variable that is missing or wrong', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024, ...encodings })
  const other = generateKeyPairSync('ed25519', encodings)
  const cases = [
    ...Object.keys(env).map(name => [name, undefined] as const),
    ['CUSTOMER_TOKEN_PRIVATE_KEY', 'no key, but long enough'],
    ['CUSTOMER_TOKEN_PRIVATE_KEY', rsa.privateKey],
    ['CUSTOMER_TOKEN_PRIVATE_KEY', other.privateKey],
    ['CUSTOMER_TOKEN_PRIVATE_KEY', keys.publicKey],
    ['LOGIN_FAILURES_MAX', '0'],
    ['LOGIN_FAILURES_PER_ACCOUNT_MAX', 'many'],
    ['LOGIN_FAILURES_PER_ADDRESS_MAX', '1e3'],
    ['REGISTRATIONS_PER_ADDRESS_MAX', '-1']
  ] as const
  for (const [name, value] of cases) {
    assert.throws(() => loadConfig({ ...env, [name]: value }), new RegExp(name), name)
  }
})

test('an error about a key does not show it', () => {
  const secret = 'c2VjcmV0IGtleSBtYXRlcmlhbA'
  assert.throws(
    () => loadConfig({ ...env, CUSTOMER_TOKEN_PRIVATE_KEY: secret }),
    error => error instanceof Error && !error.message.includes(secret)
  )
})
