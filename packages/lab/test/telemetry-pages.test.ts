import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { createLine, createSpan, createTestTelemetry, traceIdOf } from './telemetry-app.ts'

const traceId = 'a'.repeat(32)
const attack = `"><script>alert(1)</script><img src=x onerror='x'>`

test('every page forbids scripts, frames and inline style, and has none', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add([createSpan({ tags: { error: 'x' } })])
  for (const url of [
    '/zipkin/',
    `/zipkin/traces/${traceId}`,
    '/zipkin/dependency',
    '/logs',
    '/zipkin/traces/none'
  ]) {
    const { headers, body } = await getPage(app, url)
    assert.match(String(headers['content-security-policy']), /default-src 'none'; style-src 'self'/)
    assert.doesNotMatch(body, /<script|<style|\sstyle=|\son[a-z]+=/)
    assert.match(body, /^<!doctype html>\s*<html lang="en">/)
    assert.match(body, /<title>[^<]+<\/title>/)
    assert.equal(body.match(/<h1>/g)?.length, 1)
  }
})

test('the list shows traces with their root, services, errors and a link', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add(checkoutTrace())
  const { body } = await getPage(app, '/zipkin/')
  assert.match(body, new RegExp(`href="/zipkin/traces/${traceId}"`))
  assert.match(body, /post \/shop\/checkout/)
  assert.match(body, /1 error/)
  assert.match(body, /07:08:09\.000/)
})

test('the form finds failures and slow traces and keeps what was typed', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add(checkoutTrace())
  spans.add([createSpan({ traceId: traceIdOf(1), name: 'get /fast', duration: 10 })])
  const failed = await getPage(app, '/zipkin/?failed=1&serviceName=&spanName=&minMs=')
  assert.doesNotMatch(failed.body, /get \/fast/)
  assert.match(failed.body, /checkbox"[^>]*name="failed"[^>]*checked/)
  const slow = await getPage(app, '/zipkin/?minMs=5')
  assert.doesNotMatch(slow.body, /get \/fast/)
  assert.match(slow.body, /post \/shop\/checkout/)
  assert.match(slow.body, /name="minMs" value="5"/)
})

test('a wrong field is said above the form', async t => {
  const { app } = createTestTelemetry(t)
  const { statusCode, body } = await getPage(app, '/zipkin/?lookback=abc')
  assert.equal(statusCode, 400)
  assert.match(body, /role="alert">lookback is not a whole number/)
  assert.match(body, /<form/)
})

test('an id that was pasted leads to its trace', async t => {
  const { app } = createTestTelemetry(t)
  const answer = await app.inject(`/zipkin/?traceId=%20${traceId.toUpperCase()}%20`)
  assert.equal(answer.statusCode, 302)
  assert.equal(answer.headers.location, `/zipkin/traces/${traceId}`)
})

test('no traces at all says what to do', async t => {
  const { app } = createTestTelemetry(t)
  assert.match((await getPage(app, '/zipkin/')).body, /No service has sent a span yet/)
})

test('a trace shows its spans as bars, its tags, errors and log lines', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add(checkoutTrace())
  const { statusCode, body } = await getPage(app, `/zipkin/traces/${traceId}`)
  assert.equal(statusCode, 200)
  assert.equal(body.match(/<summary/g)?.length, 3)
  assert.match(body, /<rect[^>]*class="fill failed"[^>]*x="250"[^>]*width="500"/)
  assert.match(body, /card declined/)
  assert.match(body, new RegExp(`href="/logs\\?correlation=${traceId}"`))
  assert.match(body, new RegExp(`href="/logs\\?correlation=${traceId}&amp;service=billing"`))
  assert.match(body, /calls billing/)
})

test('the log lines of a 64-bit trace are looked for under its 128-bit correlation id', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add([createSpan({ traceId: 'b'.repeat(16) })])
  const { body } = await getPage(app, `/zipkin/traces/${'b'.repeat(16)}`)
  assert.match(body, new RegExp(`correlation=${'0'.repeat(16)}${'b'.repeat(16)}`))
})

test('an unknown trace is a page that says why', async t => {
  const { app } = createTestTelemetry(t)
  for (const id of ['f'.repeat(32), 'nope', '%00', attack]) {
    const { statusCode, body } = await getPage(app, `/zipkin/traces/${encodeURIComponent(id)}`)
    assert.equal(statusCode, 404)
    assert.match(body, /This trace is not here/)
  }
})

test('what services send cannot become markup', async t => {
  const { app, spans } = createTestTelemetry(t)
  spans.add([
    createSpan({
      name: attack,
      localEndpoint: { serviceName: attack, ipv4: attack },
      remoteEndpoint: { serviceName: attack },
      kind: 'CLIENT',
      tags: { [attack]: attack, error: attack },
      annotations: [{ timestamp: 1, value: attack }]
    })
  ])
  const line = createLine({
    msg: attack,
    instance: attack,
    level: attack,
    time: attack,
    traceId: attack,
    [attack]: attack
  })
  await app.inject({
    method: 'POST',
    url: '/logs',
    payload: line,
    headers: { 'content-type': 'application/x-ndjson' }
  })
  const query = encodeURIComponent(attack)
  for (const url of [
    '/zipkin/',
    `/zipkin/?serviceName=${query}&spanName=${query}&annotationQuery=${query}`,
    `/zipkin/traces/${traceId}`,
    '/zipkin/dependency',
    '/logs',
    `/logs?q=${query}&correlation=${query}&service=${query}`
  ]) {
    const { body, statusCode } = await getPage(app, url)
    assert.equal(statusCode, 200, url)
    assert.doesNotMatch(body, /<script|<img|\sonerror='/, url)
  }
})

test('spans with odd times are drawn', async t => {
  const { app, spans } = createTestTelemetry(t)
  const { timestamp: _timestamp, duration: _duration, ...timeless } = createSpan()
  spans.add([
    timeless,
    createSpan({ id: '2'.repeat(16), parentId: '1'.repeat(16), timestamp: 1 }),
    createSpan({
      id: '3'.repeat(16),
      timestamp: Number.MAX_SAFE_INTEGER,
      duration: Number.MAX_SAFE_INTEGER
    })
  ])
  const { statusCode, body } = await getPage(app, `/zipkin/traces/${traceId}`)
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /NaN|Infinity/)
})

test('the log page shows lines, links to the trace and can refresh itself', async t => {
  const { app } = createTestTelemetry(t)
  const payload = createLine({ traceId, req: { method: 'GET', path: '/carts/7' } })
  await app.inject({
    method: 'POST',
    url: '/logs',
    payload,
    headers: { 'content-type': 'application/x-ndjson' }
  })
  const { body } = await getPage(app, `/logs?correlation=${traceId}`)
  assert.match(body, /request served/)
  assert.match(body, /req=GET \/carts\/7/)
  assert.match(body, new RegExp(`href="/zipkin/traces/${traceId}"`))
  assert.doesNotMatch(body, /http-equiv/)
  assert.match((await getPage(app, '/logs?follow=1')).body, /http-equiv="refresh" content="2"/)
})

test('the style sheet is kept by browsers and changes its address with its content', async t => {
  const { app } = createTestTelemetry(t)
  const { body } = await getPage(app, '/zipkin/')
  const href = /href="(\/telemetry\.css\?v=[0-9a-f]{12})"/.exec(body)?.[1]
  const answer = await app.inject(href ?? '')
  assert.equal(answer.statusCode, 200)
  assert.match(String(answer.headers['content-type']), /text\/css/)
  assert.match(String(answer.headers['cache-control']), /immutable/)
})

test('the addresses where people begin lead to the list', async t => {
  const { app } = createTestTelemetry(t)
  for (const url of ['/', '/zipkin']) {
    assert.equal((await app.inject(url)).headers.location, '/zipkin/')
  }
  assert.equal((await app.inject('/nowhere')).statusCode, 404)
})

function checkoutTrace(): ReturnType<typeof createSpan>[] {
  const at = createSpan().timestamp ?? 0
  return [
    createSpan({ name: 'post /shop/checkout', duration: 20_000 }),
    createSpan({
      id: '2'.repeat(16),
      parentId: '1'.repeat(16),
      kind: 'CLIENT',
      name: 'post /orders',
      timestamp: at + 4000,
      duration: 12_000,
      remoteEndpoint: { serviceName: 'billing' }
    }),
    createSpan({
      id: '3'.repeat(16),
      parentId: '2'.repeat(16),
      name: 'post /orders',
      timestamp: at + 5000,
      duration: 10_000,
      localEndpoint: { serviceName: 'billing', ipv4: '127.0.0.1', port: 20_001 },
      tags: { error: 'card declined' }
    })
  ]
}

async function getPage(
  app: FastifyInstance,
  url: string
): Promise<{
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}> {
  return app.inject({ method: 'GET', url, headers: { accept: 'text/html,*/*' } })
}
