import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { safeNext } from '../src/routes/forms.ts'

const shop = 'https://shop.example'
const piece = fc.constantFrom(
  ...['/shop', '/user', '/', '//', '\\', '..', '.', '@', ':', '?', '#', '%2f', '%5c', '%2e', '&'],
  ...['evil.example', 'https:', 'javascript:', '\t', '\r\n', '\u0000', ' ', '/shop/orders/1']
)
const address = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map(parts => parts.join('')),
  fc.array(piece, { maxLength: 6 }).map(parts => `/shop/${parts.join('')}`),
  fc.constantFrom('/shop/%2e%2e/evil', '/user/%2E./evil', '/shop/./..', '/shop/%2e'),
  fc.string({ unit: 'binary' }).map(text => `/shop${text}`),
  fc.webUrl()
)

test('whatever is asked for, a login leads to a page of the shop', () => {
  fc.assert(
    fc.property(fc.option(address, { nil: undefined }), text => {
      const next = safeNext(text)
      const { origin, pathname } = new URL(next, `${shop}/user/login`)
      assert.equal(origin, shop)
      assert.match(pathname, /^\/(shop|user)(\/|$)/)
      // What a header could not carry, or a browser would take out before it reads the address.
      assert.match(next, /^[\x21-\x7e]+$/)
    }),
    { numRuns: 2_000 }
  )
})

test('an address of the shop is kept', () => {
  for (const next of ['/shop', '/user/account', '/shop/orders?cursor=a%3D', '/shop/search?q=tea']) {
    assert.equal(safeNext(next), next)
  }
})
