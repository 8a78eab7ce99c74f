import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, openOffice, type LoggedIn, type Office, type Reply } from './fixtures.ts'

type Fields = Readonly<Record<string, unknown>> & { readonly key?: string }

const add = (office: Office, who: LoggedIn, { key, ...fields }: Fields = {}): Promise<Reply> =>
  office.send({
    method: 'POST',
    url: `/customers/${who.customerId}/addresses`,
    token: who.token,
    body: { ...address, ...fields },
    ...(key !== undefined && { key })
  })

const list = async (office: Office, who: LoggedIn): Promise<readonly unknown[]> => {
  const { customerId, token } = who
  const { body } = await office.send({ url: `/customers/${customerId}/addresses`, token })
  return body['addresses'] as unknown[]
}

test('addresses are kept in the order in which they were added', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  assert.deepEqual(await list(office, ada), [])
  const first = await add(office, ada, { name: '  Ada ' })
  assert.equal(first.status, 201)
  assert.deepEqual(first.body, { ...address, id: first.body['id'], name: 'Ada' })
  const second = await add(office, ada, { name: 'Grace' })
  assert.deepEqual(await list(office, ada), [first.body, second.body])
})

test('an address that is sent twice is added once', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const key = 'the-key-of-this-address'
  const [one, two] = await Promise.all([add(office, ada, { key }), add(office, ada, { key })])
  assert.deepEqual(one.body, two.body)
  assert.equal((await list(office, ada)).length, 1)
})

test('an address is removed once; a repeat finds nothing', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const { body } = await add(office, ada)
  const request = {
    method: 'DELETE',
    url: `/customers/${ada.customerId}/addresses/${String(body['id'])}`,
    token: ada.token
  } as const
  assert.equal((await office.send(request)).status, 204)
  const again = await office.send(request)
  assert.deepEqual([again.status, again.body['code']], [404, 'ADDRESS_UNKNOWN'])
})

test('the 21st address is refused', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  for (let index = 0; index < 20; index++) {
    assert.equal((await add(office, ada)).status, 201)
  }
  const refused = await add(office, ada)
  assert.deepEqual([refused.status, refused.body['code']], [409, 'ADDRESS_LIMIT'])
  assert.equal((await list(office, ada)).length, 20)
})

test('refuses what is no address', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const bad = [
    { name: '' },
    { name: '   ' },
    { name: 'two\nlines' },
    { name: '\u0000' },
    { name: null },
    { name: ['Ada'] },
    { name: 'x'.repeat(101) },
    { street: 'x'.repeat(201) },
    { postalCode: 'x'.repeat(21) },
    { city: 'x'.repeat(10_000) },
    { country: 'gb' },
    { country: 'GBR' },
    { country: 'G\n' },
    { country: '' },
    { id: 'mine' },
    { customerId: 'someone' }
  ]
  for (const fields of bad) {
    const refused = await add(office, ada, fields)
    assert.deepEqual(
      [refused.status, refused.body['code']],
      [400, 'VALIDATION_FAILED'],
      JSON.stringify(fields).slice(0, 80)
    )
  }
  assert.deepEqual(await list(office, ada), [])
})

test('a name in any script, of any shape, is taken', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  for (const name of [
    "O'Hara-Müller",
    '山田 太郎',
    '<b>Ada</b>',
    'Ada 🎩',
    "'; drop table address"
  ]) {
    const { status, body } = await add(office, ada, { name })
    assert.deepEqual([status, body['name']], [201, name])
  }
})
