import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createServiceTokens, signStaffToken } from '../../src/tokens/index.ts'

const secret = 'a secret of the tests'
const now = 1_800_000_000_000
const second = 1_000

/** Which time it is at one service. */
function tokensOf(name: string, clock: () => number = () => now) {
  return createServiceTokens({ secret, name, clock })
}

const cart = tokensOf('cart')
const good = tokensOf('web').sign('cart')

/** A token that says what it likes, with a sound signature. */
function signed(text: string): string {
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

test('a token names its caller to its callee, and to nobody else', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
  fc.assert(
    fc.property(name, name, name, (caller, callee, other) => {
      const token = tokensOf(caller).sign(callee)
      assert.equal(tokensOf(callee).verify(token), caller)
      if (other !== callee) assert.equal(tokensOf(other).verify(token), undefined)
      assert.equal(tokensOf(other).isForAnother(token), other !== callee)
      assert.equal(tokensOf(other).isForAnother(`${token}x`), false)
    })
  )
})

test('a token with one character changed is none, wherever it is', () => {
  const characters = 'abzAQ_-09.*=+/ !\u0000é'.split('')
  for (let index = 0; index < good.length; index++) {
    for (const character of characters) {
      const changed = good.slice(0, index) + character + good.slice(index + 1)
      if (changed !== good) assert.equal(cart.verify(changed), undefined, changed)
    }
  }
})

test('a token with something added or taken away is none', () => {
  const [caller = '', callee = '', end = '', mac = ''] = good.split('.')
  const bad = [
    '',
    '...',
    `${caller}.${callee}.${end}`,
    `${caller}.${callee}.${end}.`,
    `${good}.`,
    `.${good}`,
    `${good}=`,
    `${good} `,
    ` ${good}`,
    `${good}\n`,
    `${caller}.${callee}.${end}.${mac}.${mac}`,
    `${caller}.${callee}.${end}.${Buffer.from(mac, 'base64url').toString('hex')}`,
    `${caller.toUpperCase()}.${callee}.${end}.${mac}`,
    `Bearer ${good}`,
    good.slice(1),
    good.slice(0, -1)
  ]
  for (const token of bad) assert.equal(cart.verify(token), undefined, token)
})

test('a signature of another kind is none', () => {
  const text = good.split('.').slice(0, 3).join('.')
  const signatures = [
    createHmac('sha1', secret).update(text).digest('base64url'),
    createHmac('sha512', secret).update(text).digest('base64url'),
    createHash('sha256').update(text).digest('base64url'),
    createHash('sha256').update(`${secret}${text}`).digest('base64url'),
    createHmac('sha256', '').update(text).digest('base64url'),
    'none'
  ]
  for (const signature of signatures) assert.equal(cart.verify(`${text}.${signature}`), undefined)
})

test('a name with a dot in it makes no token that says something else', () => {
  assert.equal(cart.verify(tokensOf('billing.cart').sign('cart')), undefined)
  assert.equal(cart.verify(tokensOf('web').sign(`cart.${now}`)), undefined)
})

test('a token holds for 60 s, counted in whole seconds', () => {
  let at = now + 999
  const verify = tokensOf('cart', () => at).verify
  const token = tokensOf('web', () => now + 999).sign('cart')
  at = now + 60 * second - 1
  assert.equal(verify(token), 'web')
  at = now + 60 * second
  assert.equal(verify(token), undefined)
})

test('a token is given again for half of its life, and never with less than 29 s left', () => {
  let at = now
  const web = tokensOf('web', () => at)
  const first = web.sign('cart')
  assert.notEqual(web.sign('billing'), first)
  at = now + 30 * second - 1
  assert.equal(web.sign('cart'), first)
  at = now + 30 * second
  const next = web.sign('cart')
  assert.notEqual(next, first)
  assert.equal(tokensOf('cart', () => at + 59 * second).verify(next), 'web')
  for (let passed = 0; passed < 300; passed++) {
    at = now + passed * 777
    assert.equal(tokensOf('cart', () => at + 29 * second).verify(web.sign('cart')), 'web')
  }
})

test('clocks may differ by 29 s and not by more than a minute', () => {
  const accepted = (skewMs: number): boolean => {
    const web = tokensOf('web', () => now + skewMs)
    return cart.verify(web.sign('cart')) === 'web'
  }
  assert.equal(accepted(29 * second), true)
  assert.equal(accepted(-29 * second), true)
  assert.equal(accepted(-61 * second), false)
})

test('a token whose end is no number is none', () => {
  for (const end of ['NaN', 'soon', '-1', '0', '1e3x', ' ']) {
    assert.equal(cart.verify(signed(`web.cart.${end}`)), undefined, end)
  }
})

test('an endless token is refused, though it is signed', () => {
  const caller = 'w'.repeat(300)
  assert.equal(cart.verify(signed(`${caller}.cart.${now}`)), undefined)
})

test('a token of the staff that has ended, or whose end is no number, is none', () => {
  for (const expiresAt of [Number.NaN, now, now - 1]) {
    assert.equal(cart.verify(signStaffToken({ secret, expiresAt })), undefined)
  }
  const other = signStaffToken({ secret: 'another', expiresAt: now + second })
  assert.equal(cart.verify(other), undefined)
})

test('nobody but the staff speaks to every service', () => {
  const end = now / second + 60
  assert.equal(cart.verify(signed(`staff.*.${end}`)), 'staff')
  assert.equal(cart.verify(signed(`web.*.${end}`)), undefined)
  assert.equal(cart.verify(signed(`staff.billing.${end}`)), undefined)
})
