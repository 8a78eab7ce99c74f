import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  createCustomerTokenVerifier,
  createServiceTokens,
  signCustomerToken,
  signStaffToken
} from '../../src/tokens/index.ts'

const now = 1_700_000_000_000
const secret = 'a secret of the tests only'

function tokensOf(name: string, options: { readonly secret?: string; readonly at?: number } = {}) {
  return createServiceTokens({ secret, name, clock: () => options.at ?? now, ...options })
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const identity = { customerId: 'ada', sessionId: 'one' }
const customerToken = signCustomerToken(identity, { privateKey, expiresAt: now + 1_000 })

function verifierAt(at: number) {
  return createCustomerTokenVerifier(publicPem, () => at)
}

test('a service token opens one service, for a minute', () => {
  const token = tokensOf('web').sign('cart')
  assert.equal(tokensOf('cart').verify(token), 'web')
  assert.equal(tokensOf('billing').verify(token), undefined)
  assert.equal(tokensOf('web').verify(token), undefined)
  assert.equal(tokensOf('cart', { at: now + 59_000 }).verify(token), 'web')
  assert.equal(tokensOf('cart', { at: now + 60_000 }).verify(token), undefined)
  assert.equal(tokensOf('cart', { secret: 'another secret of tests' }).verify(token), undefined)
})

test('a token of the staff opens every service as staff, and nobody else’s is for all', () => {
  const staff = signStaffToken({ secret, expiresAt: now + 1_000 })
  for (const name of ['cart', 'product']) assert.equal(tokensOf(name).verify(staff), 'staff')
  assert.equal(tokensOf('cart', { at: now + 1_000 }).verify(staff), undefined)
  assert.equal(tokensOf('cart').verify(tokensOf('web').sign('*')), undefined)
})

test('no text but a signed one is a token, however near it comes', () => {
  const cart = tokensOf('cart')
  const good = tokensOf('web').sign('cart')
  const [caller = '', callee = '', expires = '', mac = ''] = good.split('.')
  const forged = [
    `${caller}.${callee}.${expires}.`,
    `${caller}.${callee}.${expires}`,
    `staff.${callee}.${expires}.${mac}`,
    `${caller}.${callee}.${Number(expires) + 60}.${mac}`,
    `${caller}.${callee}.Infinity.${mac}`,
    `${good}.${mac}`,
    `${good}=`,
    ` ${good}`,
    // Of the same bytes, parted elsewhere.
    `we.bcart.${expires}.${mac}`,
    `${caller}.${callee}.${expires}.${createHmac('sha256', '').update('x').digest('base64url')}`
  ]
  for (const text of forged) assert.equal(cart.verify(text), undefined, text)
  fc.assert(
    fc.property(
      fc.nat(good.length - 1),
      fc.string({ minLength: 1, maxLength: 1 }),
      (at, letter) => {
        const changed = good.slice(0, at) + letter + good.slice(at + 1)
        assert.equal(cart.verify(changed), changed === good ? 'web' : undefined)
      }
    )
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => cart.verify(text) === undefined))
})

test('a customer token names its customer until its time is over', () => {
  assert.deepEqual(verifierAt(now)(customerToken), identity)
  assert.deepEqual(verifierAt(now + 999)(customerToken), identity)
  assert.equal(verifierAt(now + 1_000)(customerToken), undefined)
})

test('a customer token that is known is looked at again each time', () => {
  let at = now
  const verify = createCustomerTokenVerifier(publicPem, () => at)
  assert.deepEqual(verify(customerToken), identity)
  at = now + 1_000
  assert.equal(verify(customerToken), undefined)
})

test('only the private key signs: the public one is no secret to sign with', () => {
  const verify = verifierAt(now)
  const [payload = ''] = customerToken.split('.')
  const other = generateKeyPairSync('ed25519').privateKey
  const macs = [publicPem, publicPem.trim(), ''].map(key =>
    createHmac('sha256', key).update(payload).digest('base64url')
  )
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  const forged = [
    ...macs.map(mac => `${payload}.${mac}`),
    `${payload}.`,
    `${payload}.AA`,
    `${header}.${payload}.`,
    `${payload}.${Buffer.alloc(64).toString('base64url')}`,
    signCustomerToken(identity, { privateKey: other, expiresAt: now + 1_000 })
  ]
  for (const token of forged) assert.equal(verify(token), undefined, token)
})

test('no other customer comes out of a token that was changed', () => {
  const verify = verifierAt(now)
  const signature = customerToken.split('.')[1] ?? ''
  const claims = fc.tuple(fc.string(), fc.string(), fc.nat()).map(parts => parts.join(','))
  fc.assert(
    fc.property(fc.oneof(claims, fc.string({ unit: 'binary' })), text => {
      const payload = Buffer.from(text).toString('base64url')
      const told = verify(`${payload}.${signature}`)
      assert.ok(told === undefined || payload === customerToken.split('.')[0])
    })
  )
})
