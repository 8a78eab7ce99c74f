import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertPassword, canonicalEmail, normalizeEmail } from '../src/domain/customer.ts'
import { networkOf } from '../src/domain/network.ts'
import { createSession, isLive, renewed, tokenExpiryOf } from '../src/domain/session.ts'
import { defaultLimits, loginCounters } from '../src/domain/throttle.ts'

const hour = 60 * 60_000
const day = 24 * hour

test('an e-mail address has one form', () => {
  assert.equal(normalizeEmail('  Ada@Example.ORG\n'), 'ada@example.org')
  assert.equal(normalizeEmail('jos\u0065\u0301@example.org'), 'jos\u00e9@example.org')
  assert.equal(canonicalEmail(' ADA '), 'ada')
})

test('refuses what cannot be an e-mail address', () => {
  for (const text of [
    '',
    '@',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    'ada@example.',
    'ada@.',
    'a da@example.org',
    'ada@exa mple.org',
    'ada@example.org\u0000',
    'ada@ada@example.org',
    'ada\n@example.org',
    `${'a'.repeat(243)}@example.org`
  ]) {
    assert.throws(() => normalizeEmail(text), { code: 'EMAIL_INVALID' }, text)
  }
  assert.equal(normalizeEmail(`${'a'.repeat(242)}@example.org`).length, 254)
})

test('any text is an e-mail address or refused, and its form is its own', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), text => {
      try {
        const email = normalizeEmail(text)
        assert.equal(normalizeEmail(email), email)
      } catch (error) {
        assert.equal((error as { code: string }).code, 'EMAIL_INVALID')
      }
    })
  )
})

test('a password has 10 to 128 characters of any kind', () => {
  assertPassword('x'.repeat(10))
  assertPassword('🔑'.repeat(128))
  assertPassword(' '.repeat(10))
  assert.throws(() => assertPassword('x'.repeat(9)), { code: 'PASSWORD_TOO_SHORT' })
  assert.throws(() => assertPassword('🔑'.repeat(9)), { code: 'PASSWORD_TOO_SHORT' })
  assert.throws(() => assertPassword('x'.repeat(129)), { code: 'PASSWORD_TOO_LONG' })
})

test('a session ends 7 days after its last use and 30 days after its beginning', () => {
  let session = createSession('reference', 'ada', 0)
  assert.equal(isLive(session, 7 * day - 1), true)
  assert.equal(isLive(session, 7 * day), false)
  for (let now = 0; now < 40 * day && isLive(session, now); now += 6 * day) {
    session = renewed(session, now) ?? session
  }
  assert.equal(session.expiresAt, 30 * day)
  assert.equal(renewed(session, 29 * day), undefined)
})

test('a use within the hour is not worth a write', () => {
  const session = createSession('reference', 'ada', 0)
  assert.equal(renewed(session, hour - 1), undefined)
  assert.equal(renewed(session, hour)?.expiresAt, 7 * day + hour)
})

test('a token outlives neither 15 minutes nor its session', () => {
  const session = createSession('reference', 'ada', 0)
  assert.equal(tokenExpiryOf(session, 0), hour / 4)
  assert.equal(tokenExpiryOf(session, 7 * day - 1), 7 * day)
})

test('an address of IPv6 counts as its first 64 bits', () => {
  const cases = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:1:2::192.0.2.7', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['unknown', 'unknown'],
    ['1.2.3.4.5', '1.2.3.4.5']
  ] as const
  for (const [address, network] of cases) assert.equal(networkOf(address), network, address)
})

test('two addresses of one network count together, whatever their form', () => {
  fc.assert(
    fc.property(fc.ipV6(), address => {
      const network = networkOf(address)
      assert.equal(networkOf(`${network}::`) === network || !network.includes(':'), true)
    })
  )
})

test('what is counted has an id that tells nothing, and no two share one', () => {
  const of = (account: string, clientAddress: string): readonly string[] =>
    Object.values(loginCounters(defaultLimits, { account, clientAddress })).map(({ id }) => id)
  const ids = [...of('ada', '192.0.2.1'), ...of('ada', '192.0.2.2'), ...of('eve', '192.0.2.1')]
  // The account of ada and the address .1 are counted twice.
  assert.equal(new Set(ids).size, 7)
  assert.ok(ids.every(id => /^[A-Za-z0-9_-]{43}$/.test(id)))
})
