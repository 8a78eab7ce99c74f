import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCursor, writeCursor } from '../src/routes/cursor.ts'
import { openOffice, type Office } from './fixtures.ts'

type Told = Readonly<Record<string, unknown>>

async function pageOf(
  { send }: Office,
  query: string,
  customerId = 'ada'
): Promise<{ readonly ids: readonly unknown[]; readonly next: string | undefined }> {
  const { body } = await send({ url: `/orders?customerId=${customerId}${query}`, customerId })
  const ids = (body['orders'] as readonly Told[]).map(({ id }) => id)
  return { ids, next: body['next'] as string | undefined }
}

test('shows an order to its owner and to nobody else', async t => {
  const office = await openOffice(t)
  const key = randomUUID()
  const placed = await office.place({ key })
  const id = String(placed.body['id'])
  for (const url of [`/orders/${id}`, `/orders/by-key/${key}`]) {
    const own = await office.send({ url, customerId: 'ada' })
    assert.deepEqual([own.status, own.body], [200, placed.body])
    const others = await office.send({ url, customerId: 'charles' })
    assert.deepEqual([others.status, others.body['code']], [404, 'ORDER_NOT_FOUND'])
    const nobodys = await office.send({ url })
    assert.deepEqual([nobodys.status, nobodys.body['code']], [401, 'CUSTOMER_REQUIRED'])
    assert.equal((await office.send({ url, customerId: 'ada', caller: 'cart' })).status, 403)
    const bare = await office.app.inject({ url })
    assert.equal(bare.statusCode, 401)
  }
  const missing = await office.send({ url: '/orders/nowhere', customerId: 'ada' })
  assert.equal(missing.status, 404)
})

test('tells of an order nothing that is not for its owner', async t => {
  const office = await openOffice(t)
  const { body } = await office.place()
  assert.deepEqual(Object.keys(body).sort(), [
    ...['address', 'createdAt', 'id', 'lines', 'state', 'steps', 'totalCents', 'updatedAt']
  ])
})

test('lists the orders of one customer, the newest first', async t => {
  const office = await openOffice(t)
  const ids: unknown[] = []
  for (let index = 0; index < 7; index++) {
    ids.unshift((await office.place()).body['id'])
    office.clock.now += 1
    await office.place({ customerId: 'charles' })
  }
  assert.deepEqual((await pageOf(office, '')).ids, ids)
  const seen: unknown[] = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const page = await pageOf(office, `&limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.ids)
    cursor = page.next
  }
  assert.deepEqual(seen, ids)
  assert.deepEqual(await pageOf(office, '', 'nobody'), { ids: [], next: undefined })
})

test('a full last page has no next one', async t => {
  const office = await openOffice(t)
  for (let index = 0; index < 2; index++) await office.place()
  assert.equal((await pageOf(office, '&limit=2')).next, undefined)
  assert.notEqual((await pageOf(office, '&limit=1')).next, undefined)
})

test('lists nobody else\u2019s orders', async t => {
  const office = await openOffice(t)
  await office.place()
  const refused = await office.send({ url: '/orders?customerId=ada', customerId: 'charles' })
  assert.deepEqual([refused.status, refused.body['code']], [404, 'ORDER_NOT_FOUND'])
  const twice = '/orders?customerId=charles&customerId=ada'
  assert.ok((await office.send({ url: twice, customerId: 'charles' })).status >= 400)
})

test('refuses a cursor that it has not made', async t => {
  const office = await openOffice(t)
  await office.place()
  const hostile = [
    'x',
    '..',
    '%00',
    Buffer.from('1.').toString('base64url'),
    Buffer.from('-1.a').toString('base64url'),
    Buffer.from("1.' or 1=1 --").toString('base64url'),
    Buffer.from('1e9.a').toString('base64url'),
    Buffer.from('1.a\n1.b').toString('base64url'),
    Buffer.from(`${'9'.repeat(16)}.a`).toString('base64url'),
    Buffer.from(`1.${'a'.repeat(65)}`).toString('base64url')
  ]
  for (const cursor of hostile) {
    const url = `/orders?customerId=ada&cursor=${cursor}`
    const refused = await office.send({ url, customerId: 'ada' })
    assert.deepEqual([refused.status, refused.body['code']], [400, 'CURSOR_INVALID'], cursor)
  }
  for (const query of ['limit=0', 'limit=101', 'limit=x', `cursor=${'a'.repeat(201)}`, 'page=2']) {
    const refused = await office.send({ url: `/orders?customerId=ada&${query}`, customerId: 'ada' })
    assert.equal(refused.status, 400, query)
  }
})

test('reads every cursor that it has made', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
  fc.assert(
    fc.property(fc.nat({ max: 8.64e15 }), id, (createdAt, orderId) => {
      const at = Math.min(createdAt, 999_999_999_999_999)
      const read = readCursor(writeCursor({ createdAt: at, id: orderId }))
      assert.deepEqual(read, { createdAt: at, id: orderId })
    })
  )
})

test('describes every route in its document', async t => {
  const { send } = await openOffice(t)
  const { body } = await send({ url: '/openapi.json' })
  assert.deepEqual(Object.keys(body['paths'] as object).sort(), [
    ...['/orders', '/orders/by-key/{key}', '/orders/{id}']
  ])
})
