import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { openApp } from './app.ts'
import { stockOf } from './contract/store.ts'
import { draftOf, optionOf } from './fixtures.ts'

test('takes the good lines in and reports the others by number', async t => {
  const { bulk, products } = await openApp(t)
  const lines = [
    JSON.stringify(draftOf()),
    '{"name":',
    '',
    JSON.stringify({ ...draftOf({ name: 'b' }), colour: 'red' }),
    JSON.stringify(draftOf({ name: 'c', categories: ['a//b'] })),
    JSON.stringify(draftOf({ name: 'd' })),
    'x'.repeat(70_000),
    JSON.stringify(draftOf({ description: 'again' }))
  ]
  const { status, body } = await bulk(lines.join('\n'))
  assert.equal(status, 200)
  assert.deepEqual(body, {
    accepted: 3,
    created: 2,
    updated: 1,
    failed: 4,
    errors: [
      { line: 2, message: 'the line is not JSON' },
      { line: 4, message: 'must not have colour' },
      { line: 5, message: 'a category has a level without a letter' },
      { line: 7, message: 'the line is longer than 65536 bytes' }
    ]
  })
  assert.equal(await products.count(), 2)
})

test('the same file again changes nothing, and the stock only when told', async t => {
  const { bulk, products } = await openApp(t)
  const lines = (stock: number) =>
    Array.from({ length: 450 }, (_, index) =>
      draftOf({ name: `Product ${index}`, options: [optionOf({ stock })] })
    )
  const first = (await bulk(lines(3))).body
  assert.deepEqual([first['created'], first['updated']], [450, 0])
  const again = (await bulk(lines(4))).body
  assert.deepEqual([again['created'], again['updated']], [0, 450])
  const [product] = await products.list({ sort: 'newest', limit: 1 })
  const id = product?.product.id ?? ''
  assert.deepEqual(await stockOf(products, id), [3])
  await bulk(lines(5), '?stock=true')
  assert.deepEqual(await stockOf(products, id), [5])
  assert.equal(await products.count('books'), 450)
})

test('an empty body is an empty catalogue', async t => {
  const { bulk } = await openApp(t)
  const nothing = { accepted: 0, created: 0, updated: 0, failed: 0, errors: [] }
  assert.deepEqual((await bulk('')).body, nothing)
  assert.deepEqual((await bulk('\n\n \n')).body, nothing)
})

test('takes NDJSON only', async t => {
  const { staff } = await openApp(t)
  const { status, body } = await staff('POST', '/products/bulk', [draftOf()])
  assert.deepEqual([status, body['code']], [415, 'UNSUPPORTED_MEDIA_TYPE'])
})

test('saves while lines still come, and keeps them when the sender goes away', async t => {
  const { app, runtime, products } = await openApp(t)
  const code = Promise.withResolvers<string>()
  app.addHook('onError', async (_request, _reply, error) => code.resolve(error.code))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const headers = {
    ...runtime.headers({ staff: true }),
    'content-type': 'application/x-ndjson'
  }
  const sending = request({ port, method: 'POST', path: '/products/bulk', headers })
  sending.on('error', () => undefined)
  const lines = Array.from({ length: 250 }, (_, index) =>
    JSON.stringify(draftOf({ name: `Product ${index}` }))
  )
  sending.write(`${lines.join('\n')}\n`)
  while ((await products.count()) < 200) await new Promise(resolve => setImmediate(resolve))
  sending.destroy()
  assert.equal(await code.promise, 'BULK_INTERRUPTED')
  assert.equal(await products.count(), 200)
  assert.ok(!runtime.logLines().some(({ level }) => Number(level) >= 50), 'no fault of ours')
})
