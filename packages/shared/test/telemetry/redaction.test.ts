import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createLogger, type Logger } from '../../src/telemetry/index.ts'
import { redactLine } from '../../src/telemetry/redaction.ts'

const planted = 'hunter2-planted'

const secretNames = [
  ...['password', 'passwordRepeat', 'newPassword', 'newPasswordRepeat', 'passwordHash'],
  ...['password_hash', 'Password', 'PASSWORD', 'oldPassword', 'secret', 'SERVICE_SECRET'],
  ...['apiKey', 'api_key', 'x-api-key', 'privateKey', 'customerTokenPrivateKey', 'private_key'],
  ...['token', 'customerToken', 'serviceToken', 'checkoutToken', 'cardToken', 'csrfToken'],
  ...['card_token', 'access_token', 'x-customer-token', 'X-Service-Token', '_csrf', 'sessionId'],
  ...['session_id', 'cookie', 'Cookie', 'set-cookie', 'authorization', 'Authorization'],
  ...['proxy-authorization', 'cardNumber', 'card_number', 'cardCvc', 'cardExpiry', 'card-cvc']
]
const wholeNames = ['body', 'payload', 'form', 'headers', 'Headers']

/** A secret as people hold one: a text, or a part of something larger. */
const secretValue = fc.constantFrom<unknown>(
  planted,
  `"${planted}"`,
  `\\"}],${planted}`,
  `{"a":"${planted}`,
  [planted],
  [[], [planted, { a: planted }]],
  { value: planted },
  { a: '}', b: { c: ']', d: [`{${planted}`] } }
)

/** Puts a value into objects and lists, as deeply as it comes. */
const holder = fc
  .array(fc.oneof(fc.constantFrom('customer', 'a b', 'ä', '0', '"', '\\', ''), fc.nat(2)), {
    maxLength: 12
  })
  .map(path => (name: string, value: unknown): object => {
    const innermost: unknown = { before: 1, [name]: value, after: 'kept' }
    const wrap = (inner: unknown, step: string | number): unknown =>
      typeof step === 'string' ? { x: [], [step]: inner, y: '{' } : [step, inner, null]
    return path.reduceRight(wrap, innermost) as object
  })

function recording(): { readonly logger: Logger; readonly text: () => string } {
  let text = ''
  const logger = createLogger({
    ...{ service: 'cart', version: '1', instance: 'cart-1', level: 'info' },
    stream: { write: line => void (text += line) }
  })
  return { logger, text: () => text }
}

test('a secret is logged at no depth, whatever it is part of', () => {
  const name = fc.constantFrom(...secretNames, ...wholeNames)
  fc.assert(
    fc.property(holder, name, secretValue, (put, secret, value) => {
      const { logger, text } = recording()
      const held = put(secret, value)
      logger.info({ held }, 'one')
      logger.info(held, 'two')
      logger.child({ held }).info('three')
      const lines = text().trimEnd().split('\n')
      assert.doesNotMatch(text(), /hunter2/)
      assert.equal(lines.length, 3)
      for (const line of lines) assert.match(line, /"before":1.*"after":"kept"/)
      for (const line of lines) JSON.parse(line)
    }),
    { numRuns: 500 }
  )
})

for (const name of [...secretNames, ...wholeNames]) {
  test(`${name} is left out at the top and far below`, () => {
    const { logger, text } = recording()
    const far = { a: { b: { c: { d: { e: { f: [{ [name]: planted }] } } } } } }
    logger.info({ [name]: planted }, 'top')
    logger.info(far, 'below')
    logger.child({ [name]: planted }).info('of a child')
    assert.doesNotMatch(text(), /hunter2/)
    assert.equal(text().split('\n').length, 4)
  })
}

test('a line without secrets is left as it is, to the letter', () => {
  const plain = fc.object({
    key: fc.constantFrom('a', 'passwords', 'tokens', 'sessionIds', 'formal', 'note', '"', 'é'),
    values: [
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"password":"x"', 'the token: "x"', '\\', '"', 1e21, null),
      fc.double()
    ]
  })
  fc.assert(
    fc.property(plain, value => {
      const line = JSON.stringify({ value })
      assert.equal(redactLine(line), line)
    })
  )
})

test('what stands beside a secret is kept, to the letter', () => {
  assert.equal(
    redactLine(
      '{"a":1,"token":"x\\"y","n":12345678901234567890,"l":[{"secret":[1,{}]}],"z":"}"}\n'
    ),
    '{"a":1,"token":"[redacted]","n":12345678901234567890,"l":[{"secret":"[redacted]"}],"z":"}"}\n'
  )
  assert.equal(
    redactLine('{"body":{"token":"x"},"token":null,"cookie":-1.5e3,"secret":true}'),
    '{"body":"[left out]","token":"[redacted]","cookie":"[redacted]","secret":"[redacted]"}'
  )
})

test('a secret within another one goes with it', () => {
  assert.equal(
    redactLine('{"token":{"secret":"x","a":[{"cookie":1}]},"z":{"form":{"body":2},"y":3}}'),
    '{"token":"[redacted]","z":{"form":"[left out]","y":3}}'
  )
})

test('a secret of many megabytes, or nested without end overflows nothing', () => {
  const depth = 100_000
  const line = `${'{"a":'.repeat(depth)}{"token":${'['.repeat(depth)}"${planted}"`
  assert.doesNotMatch(redactLine(line), /hunter2/)
  assert.equal(
    redactLine(`{"token":"${'\\n'.repeat(5_000_000)}${planted}","z":1}`),
    '{"token":"[redacted]","z":1}'
  )
})

test('the fields of an error and of its cause tell no secret, wherever it hangs', () => {
  const { logger, text } = recording()
  const cause = Object.assign(new Error('away'), { config: { headers: { cookie: planted } } })
  const error = Object.assign(new Error('broken', { cause }), { row: { token: planted } })
  logger.error(error)
  logger.error({ err: error }, 'one')
  logger.error({ error }, 'two')
  logger.error({ failure: error, list: [error] }, 'three')
  assert.doesNotMatch(text(), /hunter2/)
  assert.match(text(), /broken/)
})
