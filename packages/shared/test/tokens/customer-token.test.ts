import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createCustomerTokenVerifier, signCustomerToken } from '../../src/tokens/index.ts'

const now = 1_800_000_000_000
const minute = 60_000
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const publicKeyPem = pemOf(publicKey)
const ada = { customerId: 'ada', sessionId: 'of-ada' }
const good = signCustomerToken(ada, { privateKey, expiresAt: now + minute })

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

/** Each call is a verifier that has seen no token yet. */
function verify(token: string): unknown {
  return createCustomerTokenVerifier(publicKeyPem, () => now)(token)
}

/** A token that says what it likes, signed as it should be. */
function signed(text: string, key = privateKey): string {
  const payload = Buffer.from(text).toString('base64url')
  return `${payload}.${sign(null, Buffer.from(payload), key).toString('base64url')}`
}

test('gives back whose token it is, whatever the ids are', () => {
  const id = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter(text => !text.includes(',') && text.isWellFormed())
  fc.assert(
    fc.property(id, id, (customerId, sessionId) => {
      const token = signCustomerToken({ customerId, sessionId }, { privateKey, expiresAt: now + 1 })
      assert.deepEqual(verify(token), { customerId, sessionId })
    })
  )
})

test('a token with one character changed is none, wherever it is', () => {
  const characters = 'AQgw_-09.,=+/ !\u0000é'.split('')
  for (let index = 0; index < good.length; index++) {
    for (const character of characters) {
      const changed = good.slice(0, index) + character + good.slice(index + 1)
      if (changed !== good) assert.equal(verify(changed), undefined, changed)
    }
  }
})

test('a token with something added or taken away is none', () => {
  const [payload = '', signature = ''] = good.split('.')
  const bad = [
    '',
    '.',
    payload,
    `${payload}.`,
    `.${signature}`,
    `${good}.`,
    `.${good}`,
    `${good}=`,
    `${good}==`,
    `${good} `,
    ` ${good}`,
    `${good}\n`,
    `${good}!!`,
    `${good}A`,
    `${payload}.${signature}.${signature}`,
    `${payload}..${signature}`,
    `${payload}.${Buffer.from(signature, 'base64url').toString('base64')}`,
    `${payload}.${Buffer.from(signature, 'base64url').toString('hex')}`,
    good.slice(1),
    good.slice(0, -1)
  ]
  for (const token of bad) assert.equal(verify(token), undefined, token)
})

test('a token signed by another algorithm is none, and the public key is no secret of one', () => {
  const payload = Buffer.from(`ada,of-ada,${now + minute}`).toString('base64url')
  const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { privateKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const signatures = [
    createHmac('sha512', publicKeyPem).update(payload).digest(),
    createHmac('sha512', der).update(payload).digest(),
    sign('sha256', Buffer.from(payload), rsa),
    sign('sha256', Buffer.from(payload), curve),
    Buffer.alloc(64)
  ]
  for (const signature of signatures) {
    assert.equal(verify(`${payload}.${signature.toString('base64url')}`), undefined)
  }
})

test('a text with other parts than three is none, though it is signed', () => {
  const end = now + minute
  const whole = `ada,one,${end}`
  const texts = ['', 'ada', `ada,${end}`, `,one,${end}`, `ada,,${end}`, `b,${whole}`, `${whole},b`]
  for (const text of texts) assert.equal(verify(signed(text)), undefined, text)
})

test('a token whose end is no moment is none, and not one that never ends', () => {
  for (const end of ['', 'NaN', 'Infinity', 'soon', '1e400', '1.5', `${now}x`, 'undefined']) {
    assert.equal(verify(signed(`ada,of-ada,${end}`)), undefined, end)
  }
})

test('what cannot be read as it was meant is not signed', () => {
  const options = { privateKey, expiresAt: now }
  for (const id of ['', 'a,b', ',']) {
    assert.throws(() => signCustomerToken({ ...ada, customerId: id }, options), TypeError)
    assert.throws(() => signCustomerToken({ ...ada, sessionId: id }, options), TypeError)
  }
  for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 60]) {
    assert.throws(() => signCustomerToken(ada, { privateKey, expiresAt }), TypeError)
  }
})

test('an endless token is refused before its signature is looked at', () => {
  const long = signed(`ada,${'x'.repeat(400)},${now + minute}`)
  assert.ok(long.length > 512)
  assert.equal(verify(long), undefined)
})

test('a thousand tokens later a token still holds, and a bad one still does not', () => {
  const remembering = createCustomerTokenVerifier(publicKeyPem, () => now)
  for (let session = 0; session < 1_001; session++) {
    const identity = { customerId: 'ada', sessionId: `${session}` }
    const token = signCustomerToken(identity, { privateKey, expiresAt: now + minute })
    assert.deepEqual(remembering(token), identity)
    assert.equal(remembering(token.slice(0, -3)), undefined)
  }
  assert.deepEqual(remembering(good), ada)
})

test('takes an Ed25519 public key and no other one', () => {
  const others = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey,
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
    generateKeyPairSync('ed448').publicKey,
    generateKeyPairSync('x25519').publicKey
  ]
  const bad = [
    ...others.map(pemOf),
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    '',
    'a secret'
  ]
  for (const pem of bad) assert.throws(() => createCustomerTokenVerifier(pem, () => now))
  assert.doesNotThrow(() => createCustomerTokenVerifier(publicKeyPem, () => now))
})
