import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from './app.ts'
import { draftOf } from './fixtures.ts'

test('draws a product, the same one each time', async t => {
  const { get, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  const { status, headers, text } = await get(`/products/${id}/picture.svg`)
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /^image\/svg\+xml/)
  assert.match(String(headers['cache-control']), /^public, max-age=\d+/)
  assert.match(text, /^<svg /)
  assert.ok(Buffer.byteLength(text) <= 6_144)
  const again = await get(`/products/${id}/picture.svg`)
  assert.deepEqual([again.text, again.headers['etag']], [text, headers['etag']])
})

test('sends nothing to whoever has the picture', async t => {
  const { get, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  const address = `/products/${id}/picture.svg`
  const { headers } = await get(address)
  const etag = String(headers['etag'])
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const answer = await get(address, { 'if-none-match': known })
    assert.deepEqual([answer.status, answer.text, answer.headers['etag']], [304, '', etag], known)
  }
  assert.equal((await get(address, { 'if-none-match': '"x"' })).status, 200)
})

test('a product that is called otherwise has another picture', async t => {
  const { get, save } = await openApp(t)
  const [id = ''] = await save(draftOf({ sku: 'A' }))
  const { headers } = await get(`/products/${id}/picture.svg`)
  await save(draftOf({ sku: 'A', name: 'Song of Myself' }))
  const changed = await get(`/products/${id}/picture.svg`)
  assert.notEqual(changed.headers['etag'], headers['etag'])
})

test('draws nothing for a product that does not exist', async t => {
  const { get } = await openApp(t)
  const { status, body } = await get('/products/none/picture.svg')
  assert.deepEqual([status, body['code']], [404, 'PRODUCT_NOT_FOUND'])
})

test('a name cannot break out of the picture', async t => {
  const { get, save } = await openApp(t)
  const [id = ''] = await save(draftOf({ name: '</title><script>alert(1)</script>' }))
  const { text } = await get(`/products/${id}/picture.svg`)
  assert.ok(!text.includes('<script'))
})
