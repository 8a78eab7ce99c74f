import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastCheck from 'fast-check'
import { isPassedPath } from '../src/passed-path.ts'

const passed = [
  '/',
  '/?q=a',
  '/?/../metrics',
  '/shop',
  '/shop/',
  '/shop?x=/../metrics',
  '/shop/product/abc-123?option=Large%20cup',
  '/shop/search?q=%2e%2e%2f',
  '/shop/category/B%C3%BCcher',
  '/user/login?next=%2Fshop%2Fcheckout',
  '/status/alive',
  '/images/abc.svg',
  '/assets/shop.css?v=1'
]
for (const target of passed) {
  test(`${target} goes to web`, () => assert.equal(isPassedPath(target), true))
}

const refused = [
  '',
  '*',
  'shop',
  '//',
  '//livez',
  '//shop',
  '///metrics',
  '/livez',
  '/%6civez',
  '/%6Civez',
  '/metrics',
  '/readyz',
  '/openapi.json',
  '/shopping',
  '/SHOP',
  '/%73hop/../livez',
  '/shop/../metrics',
  '/shop/..',
  '/shop/.',
  '/shop/./metrics',
  '/shop/%2e%2e/metrics',
  '/shop/%2E%2E/metrics',
  '/shop/.%2e/metrics',
  '/shop/%2e',
  '/shop/..%2fmetrics',
  '/shop/..%252fmetrics',
  '/shop/%252e%252e/metrics',
  '/shop%2f..%2fmetrics',
  '/shop%2Fx',
  '/shop;/../metrics',
  '/shop;x=1',
  '/shop/..;/metrics',
  '/shop%3b/../metrics',
  '/shop\\..\\metrics',
  '/\\metrics',
  '/shop/%5c..%5cmetrics',
  '/shop//x',
  '/shop/%00',
  '/shop%00/../metrics',
  '/shop/%0a',
  '/shop/%7f',
  '/shop/%c0%ae%c0%ae/metrics',
  '/shop/%e0%80%ae',
  '/shop/%zz',
  '/shop/%',
  '/shop#/../metrics',
  '/shop/%23',
  '/shop%3f/../livez',
  '/shop/\u00e9',
  '/shop/a b',
  `/shop/${'a'.repeat(1_024)}`,
  'http://127.0.0.1/shop',
  'http://127.0.0.1/metrics',
  'https://evil.example/shop',
  '127.0.0.1:80',
  'evil.example:443',
  'javascript:/shop'
]
for (const target of refused) {
  test(`${JSON.stringify(target.slice(0, 60))} is not there`, () => {
    assert.equal(isPassedPath(target), false)
  })
}

test('what passes is read alike by a reader that normalises and by one that does not', () => {
  const piece = fastCheck.constantFrom(
    ...[
      '/',
      '//',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '\\',
      ';',
      '#',
      '?',
      'shop',
      'metrics',
      'a',
      '%00',
      '%c3%bc'
    ]
  )
  const target = fastCheck.array(piece, { maxLength: 12 }).map(pieces => `/${pieces.join('')}`)
  const first = (path: string): string => path.split('/')[1] ?? ''
  const known = ['', 'shop', 'user', 'status', 'images', 'assets']
  fastCheck.assert(
    fastCheck.property(target, made => {
      if (!isPassedPath(made)) return
      const { pathname, host } = new URL(made, 'http://web')
      assert.equal(host, 'web')
      assert.equal(pathname, made.split('?')[0])
      assert.ok(known.includes(first(pathname)))
      assert.ok(known.includes(first(decodeURIComponent(pathname))))
    }),
    { numRuns: 5_000 }
  )
})
