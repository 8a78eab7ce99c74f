import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { Pool } from 'undici'
import { startEdge, startWeb, until } from './harness.ts'

/** As many as one instance of web takes at a time. */
const placesOfOne = 64

/** An edge before instances of web that hold what they are asked until they are told to answer. */
async function start(
  t: TestContext,
  options: { readonly webs?: number; readonly burstMs?: number }
) {
  const { webs: count = 1, burstMs = 60_000 } = options
  const held: { readonly path: string; readonly response: ServerResponse }[] = []
  const webs = await Promise.all(
    Array.from({ length: count }, () =>
      startWeb(t, ({ url: path = '' }, response) => void held.push({ path, response }))
    )
  )
  const patience = { seats: 1_000, burstMs, standingMs: burstMs }
  const edge = await startEdge(t, { webs, patience })
  const pool = new Pool(edge.url, { connections: 300 })
  t.after(() => pool.destroy())
  const ask = async (path: string, method: 'GET' | 'POST' = 'GET', signal?: AbortSignal) => {
    const answer = await pool.request({
      method,
      path,
      ...(method === 'POST' && { body: 'a=b' }),
      ...(signal && { signal })
    })
    await answer.body.dump()
    return answer.statusCode
  }
  const pictures = (length: number): readonly Promise<number>[] =>
    Array.from({ length }, (_unused, index) => ask(`/images/${index}.svg`))
  const answer = (): void => void held.shift()?.response.end('good')
  return { edge, held, ask, pictures, answer }
}

test('pictures that are asked for at once wait for a place and are all served', async t => {
  for (const length of [6, 90, 200]) {
    const { edge, held, pictures, answer } = await start(t, {})
    const asked = pictures(length)
    const beyond = Math.max(0, length - placesOfOne)
    await until(() => held.length === length - beyond && edge.places.waiting() === beyond)
    for (let answered = 0; answered < length; answered++) {
      await until(() => held.length > 0)
      assert.ok(held.length <= placesOfOne)
      answer()
    }
    assert.deepEqual(new Set(await Promise.all(asked)), new Set([200]))
    await until(() => edge.endpoints.all().every(({ pending }) => pending === 0))
  }
})

test('every instance of web is filled before anybody waits', async t => {
  const { edge, held, pictures, answer } = await start(t, { webs: 2 })
  const asked = pictures(2 * placesOfOne + 1)
  await until(() => held.length === 2 * placesOfOne && edge.places.waiting() === 1)
  answer()
  await until(() => held.length === 2 * placesOfOne && edge.places.waiting() === 0)
  while (held.length > 0) answer()
  assert.deepEqual(new Set(await Promise.all(asked)), new Set([200]))
})

test('who waits longer than a burst is told so', async t => {
  const { edge, held, pictures, answer } = await start(t, { burstMs: 20 })
  const asked = pictures(placesOfOne + 2)
  await until(() => held.length === placesOfOne)
  const first = await Promise.race(asked)
  assert.equal(first, 503)
  await until(() => edge.places.waiting() === 0)
  while (held.length > 0) answer()
  const statuses = await Promise.all(asked)
  assert.equal(statuses.filter(status => status === 503).length, 2)
})

test('a form is given the first free place, then a page, then a picture', async t => {
  const { edge, held, ask, pictures, answer } = await start(t, {})
  const asked = [...pictures(placesOfOne + 1)]
  await until(() => held.length === placesOfOne && edge.places.waiting() === 1)
  asked.push(ask('/shop'))
  await until(() => edge.places.waiting() === 2)
  asked.push(ask('/shop/checkout', 'POST'))
  await until(() => edge.places.waiting() === 3)
  const served: string[] = []
  for (let left = 3; left > 0; left--) {
    answer()
    await until(() => held.length === placesOfOne && edge.places.waiting() === left - 1)
    served.push(held.at(-1)?.path ?? '')
  }
  assert.deepEqual(served.slice(0, 2), ['/shop/checkout', '/shop'])
  assert.match(served[2] ?? '', /^\/images/)
  while (held.length > 0) answer()
  assert.deepEqual(new Set(await Promise.all(asked)), new Set([200]))
})

test('for who has left while waiting no place is taken', async t => {
  const { edge, held, ask, pictures, answer } = await start(t, {})
  const asked = pictures(placesOfOne)
  await until(() => held.length === placesOfOne)
  const abort = new AbortController()
  const left = ask('/shop/left', 'GET', abort.signal).catch(() => 'left')
  await until(() => edge.places.waiting() === 1)
  const stays = ask('/images/stays.svg')
  await until(() => edge.places.waiting() === 2)
  abort.abort()
  assert.equal(await left, 'left')
  await until(() => edge.inFlight() === placesOfOne + 1)
  answer()
  await until(() => held.length === placesOfOne)
  assert.equal(held.at(-1)?.path, '/images/stays.svg')
  while (held.length > 0) answer()
  assert.deepEqual(new Set(await Promise.all([...asked, stays])), new Set([200]))
})
