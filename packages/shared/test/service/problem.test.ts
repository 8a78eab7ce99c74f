import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '../../src/errors/index.ts'
import { chassisStatusOf, problemOf } from '../../src/service/problem.ts'
import { tell } from '../../src/service/index.ts'
import { StoreError } from '../../src/store/index.ts'

const statusOf = { CART_ITEM_LIMIT: 409 }
const fault = {
  status: 500,
  code: 'INTERNAL',
  title: 'the service has failed',
  details: undefined,
  isOurFault: true
}

test('a code that the service maps is told with its message and details', () => {
  const error = new DomainError('CART_ITEM_LIMIT', 'at most 99', { details: { most: 99 } })
  assert.deepEqual(tell(error, statusOf), {
    status: 409,
    code: 'CART_ITEM_LIMIT',
    title: 'at most 99',
    details: { most: 99 },
    isOurFault: false
  })
})

test('a service may give a code of the chassis another status', () => {
  const error = new DomainError('NOT_FOUND', 'it is gone')
  assert.equal(tell(error, {}).status, chassisStatusOf['NOT_FOUND'])
  assert.equal(tell(error, { NOT_FOUND: 410 }).status, 410)
})

test('a code without a status is our fault', () => {
  assert.deepEqual(tell(new DomainError('UNHEARD_OF', 'a secret'), statusOf), fault)
})

test('the text of a fault is never told, whatever was thrown', () => {
  const stray = Object.assign(new Error('a secret'), { statusCode: 404, code: 'ENOENT' })
  for (const thrown of [
    new Error('a secret'),
    stray,
    'a secret',
    null,
    undefined,
    { status: 400 },
    7
  ]) {
    assert.deepEqual(tell(thrown, statusOf), fault)
  }
})

test('a store that is away is 503 with its code and without its text', () => {
  const { title, ...told } = tell(new StoreError('STORE_BUSY', 'the password of the store'), {})
  assert.deepEqual(told, { status: 503, code: 'STORE_BUSY', details: undefined, isOurFault: true })
  assert.equal(title.includes('password'), false)
})

test('Fastify’s own refusals are the caller’s mistake, its faults are ours', () => {
  const made = (code: string, statusCode: number): unknown =>
    Object.assign(new Error('inner text'), { code, statusCode })
  assert.deepEqual(tell(made('FST_ERR_BAD_URL', 400), {}), {
    status: 400,
    code: 'BAD_REQUEST',
    title: 'the request cannot be read',
    details: undefined,
    isOurFault: false
  })
  assert.deepEqual(tell(made('FST_ERR_REP_INVALID_PAYLOAD_TYPE', 500), {}), fault)
})

test('a problem on the wire has a type made of its code', () => {
  const told = tell(new DomainError('CART_ITEM_LIMIT', 'at most 99'), statusOf)
  assert.deepEqual(problemOf(told, 'abc'), {
    type: 'urn:microzon:problem:cart-item-limit',
    title: 'at most 99',
    status: 409,
    code: 'CART_ITEM_LIMIT',
    correlationId: 'abc'
  })
})
