import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallResult, ServiceClient } from '@microzon/shared/client'
import { isDomainError } from '@microzon/shared/errors'
import { createBillingClient } from '../src/clients/billing.ts'
import { createCartClient } from '../src/clients/cart.ts'
import { createPaymentClient } from '../src/clients/payment.ts'
import { unwrap } from '../src/clients/unwrap.ts'

type Refused = Extract<CallResult<never>, { readonly kind: 'business' }>

function refused(status: number, code: string): Refused {
  return { kind: 'business', status, code, problem: { status, code, title: 'no' } }
}

function codeOf(result: CallResult<unknown>): string {
  try {
    unwrap(result, 'CART_UNAVAILABLE', ['ITEM_UNKNOWN'])
  } catch (error) {
    return isDomainError(error) ? error.code : 'no domain error'
  }
  return 'nothing thrown'
}

/** A client of a service that gives the same answer to everything. */
function clientOf(result: CallResult<never>): ServiceClient {
  return {
    target: 'a service',
    call: () => Promise.resolve(result),
    callText: () => Promise.resolve(result)
  }
}

test('input that no service can read is the browser’s mistake, and no service is away', () => {
  assert.equal(codeOf(refused(400, 'VALIDATION_FAILED')), 'INPUT_REFUSED')
  assert.equal(codeOf(refused(413, 'PAYLOAD_TOO_LARGE')), 'INPUT_REFUSED')
  assert.equal(codeOf(refused(414, 'BAD_REQUEST')), 'INPUT_REFUSED')
})

test('a refusal that is expected keeps its code, any other means that the service is away', () => {
  assert.equal(codeOf(refused(404, 'ITEM_UNKNOWN')), 'ITEM_UNKNOWN')
  assert.equal(codeOf(refused(403, 'CALLER_NOT_ALLOWED')), 'CART_UNAVAILABLE')
  assert.equal(codeOf({ kind: 'deadline', sent: true, attempts: 1 }), 'CART_UNAVAILABLE')
})

test('an order that billing could not read was surely not placed', async () => {
  const address = { name: 'A', street: 'B', postalCode: '1', city: 'C', country: 'DE' }
  const purchase = { cartId: 'c', cartVersion: 1, shownTotalCents: 1, cardToken: 't', address }
  const login = { customerId: 'ada', sessionId: 's', token: 't', tokenExpiresAt: 1 }
  const placedAfter = (result: CallResult<never>): Promise<unknown> =>
    createBillingClient(clientOf(result)).place(purchase, { login, key: 'k' })
  assert.deepEqual(await placedAfter(refused(400, 'VALIDATION_FAILED')), {
    kind: 'unknown',
    sent: false
  })
  assert.deepEqual(await placedAfter(refused(409, 'IDEMPOTENCY_IN_FLIGHT')), {
    kind: 'unknown',
    sent: true
  })
})

test('a cart that cannot ask for the price leaves the cart as it is, and tells what is away', async () => {
  const item = { productId: 'p', productOption: 'o', amount: 1 }
  const addAfter = (result: CallResult<never>): Promise<unknown> =>
    createCartClient(clientOf(result)).add('c', item, { login: undefined, key: 'k' })
  const failed = { kind: 'technical', sent: true, reason: 'status 503', attempts: 1 } as const
  await assert.rejects(addAfter({ ...failed, code: 'CATALOG_UNAVAILABLE' }), {
    code: 'PRODUCT_UNAVAILABLE'
  })
  await assert.rejects(addAfter(failed), { code: 'CART_UNAVAILABLE' })
})

test('a card that payment cannot read leaves payment as it is', async () => {
  const cards = createPaymentClient(clientOf(refused(400, 'VALIDATION_FAILED')))
  const card = { cardNumber: '4', cardExpiry: '12/39', cardCvc: '1' }
  await assert.rejects(cards.tokenise(card), { code: 'INPUT_REFUSED' })
})
