import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastCheck from 'fast-check'
import Fastify from 'fastify'
import { path, query } from '../../src/client/index.ts'

const hostile = [
  '..',
  '.',
  '../..',
  '/',
  '%2e%2e',
  '%',
  '?a=b',
  '#',
  'a b',
  'ä',
  '\\',
  ';',
  '\r\n',
  '\0',
  '\ud800'
]

test('a value neither adds a segment nor climbs', () => {
  for (const value of hostile) {
    const made = path`/carts/${value}/items`
    assert.match(made, /^\/carts\/[^/?#\s\\]+\/items$/)
    assert.equal(/\/\.{1,2}\//.test(made), false, made)
  }
})

test('a value stays where it stands, for whoever normalises the path', () => {
  for (const value of hostile) {
    const { pathname } = new URL(path`/carts/${value}/items`, 'http://cart')
    assert.match(pathname, /^\/carts\/[^/]+\/items$/)
  }
})

test('a router gets every value back as it was, but for one or two dots', async t => {
  const app = Fastify({ routerOptions: { maxParamLength: 5_000 } })
  t.after(() => app.close())
  app.get('/carts/:id/items', request => request.params)
  const idOf = async (id: string): Promise<unknown> => {
    const { statusCode, body } = await app.inject(path`/carts/${id}/items`)
    assert.equal(statusCode, 200)
    return (JSON.parse(body) as { readonly id: unknown }).id
  }
  const text = fastCheck.string({ unit: 'binary', minLength: 1, maxLength: 40 })
  const isDots = /^\.{1,2}$/
  await fastCheck.assert(
    fastCheck.asyncProperty(fastCheck.oneof(text, fastCheck.constantFrom(...hostile)), async id => {
      fastCheck.pre(!isDots.test(id))
      assert.equal(await idOf(id), id.toWellFormed())
    }),
    { numRuns: 300 }
  )
  assert.equal(await idOf('..'), '%2E%2E')
})

test('numbers and constant parts are taken as they are', () => {
  assert.equal(path`/carts/${7}/items`, '/carts/7/items')
  assert.equal(path`/carts`, '/carts')
  assert.equal(path`${'a'}${'b'}`, 'ab')
})

test('a query leaves out what is not set and encodes the rest', () => {
  assert.equal(query({}), '')
  assert.equal(query({ q: undefined }), '')
  assert.equal(query({ q: 'a&b=c', limit: 24, cursor: undefined }), '?q=a%26b%3Dc&limit=24')
  assert.equal(query({ q: '' }), '?q=')
  assert.equal(query({ q: '..' }), '?q=..')
})

test('a query comes back as it was', () => {
  fastCheck.assert(
    fastCheck.property(fastCheck.string({ unit: 'binary' }), fastCheck.string(), (left, right) => {
      const read = new URLSearchParams(query({ a: left, b: right }))
      assert.equal(read.get('a'), left.toWellFormed())
      assert.equal(read.get('b'), right)
    })
  )
})
