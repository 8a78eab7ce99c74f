import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as plainRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { limits } from '../src/registry/limits.ts'
import { createRegistry, type RegistryOptions } from '../src/registry/registry.ts'
import { openEntryStore } from '../src/registry/state/entry-store.ts'
import { createRegistryClient, type RegistryClient } from './registry-cases/registry-client.ts'
import { createManualClock } from './registry-clock.ts'

async function start(
  t: TestContext,
  options: RegistryOptions = {}
): Promise<RegistryClient & { readonly url: string }> {
  const registry = createRegistry(options)
  await new Promise<void>(resolve => registry.server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(registry.server.address() as AddressInfo).port}`
  const client = createRegistryClient(() => url)
  t.after(async () => {
    await client.close()
    await registry.close()
  })
  return { ...client, url }
}

test('takes a service out that has been critical for longer than it may, within 30 s', async t => {
  const clock = createManualClock()
  const { register, health, done } = await start(t, { clock, random: () => 0.5 })
  const check = (id: string): object => ({
    CheckID: id,
    TTL: '24h',
    DeregisterCriticalServiceAfter: '1s'
  })
  await register({ Name: 'bad', Check: check('bad') })
  await register({ Name: 'good', Check: check('good') })
  await register({ Name: 'forgiven', Check: { CheckID: 'f', TTL: '24h' } })
  await done('/v1/agent/check/pass/good')
  const { index } = await health('bad')
  // A minute is the least, whatever is asked for.
  await clock.advance(60_000)
  assert.equal((await health('bad')).entries.length, 1)
  await clock.advance(30_000)
  assert.equal((await health('bad')).entries.length, 0)
  assert.ok((await health('bad')).index > index)
  assert.equal((await health('good')).entries.length, 1)
  assert.equal((await health('forgiven')).entries.length, 1)
})

test('does not take out who recovers before', async t => {
  const clock = createManualClock()
  const { register, health, done } = await start(t, { clock })
  const check = { CheckID: 'c', TTL: '24h', DeregisterCriticalServiceAfter: '1m' }
  await register({ Name: 'svc', Check: check })
  for (let round = 0; round < 5; round++) {
    await clock.advance(50_000)
    await done('/v1/agent/check/pass/c')
    await done('/v1/agent/check/fail/c')
  }
  assert.equal((await health('svc')).entries.length, 1)
})

test('a mark of maintenance takes nobody out, however long it stays', async t => {
  const clock = createManualClock()
  const { register, health, done } = await start(t, { clock })
  const check = { TTL: '24h', Status: 'passing', DeregisterCriticalServiceAfter: '1m' }
  await register({ Name: 'svc', Check: check })
  await done('/v1/agent/service/maintenance/svc?enable=true')
  await clock.advance(3_600_000)
  assert.equal((await health('svc')).entries.length, 1)
})

test('holds a limited number of services, and says so', async t => {
  const { register, put } = await start(t)
  for (let batch = 0; batch < limits.services; batch += 100) {
    const ids = Array.from({ length: 100 }, (_, each) => `${batch + each}`)
    await Promise.all(ids.map(async ID => register({ ID, Name: 'svc' })))
  }
  const refused = await put('/v1/agent/service/register', { ID: 'more', Name: 'svc' })
  assert.equal(refused.status, 507)
  // Who is there may still change.
  await register({ ID: '0', Name: 'svc', Port: 1 })
})

test('holds a limited number of keys of a limited length', async t => {
  const entries = Array.from({ length: limits.keys }, (_, each) => ({
    key: `k${each}`,
    value: Buffer.from('x'),
    flags: 0n,
    createIndex: 2,
    modifyIndex: 2
  }))
  const store = { load: () => entries, save: () => undefined, remove: () => undefined }
  const { done, put, ask } = await start(t, { store })
  assert.equal((await put('/v1/kv/more', 'x')).status, 507)
  await done('/v1/kv/k0', 'y')
  await ask('DELETE', '/v1/kv/k0')
  await done('/v1/kv/more', 'x')
  assert.equal((await put(`/v1/kv/${'k'.repeat(limits.keyLength + 1)}`, 'x')).status, 400)
})

test('refuses a registration that is too large, told or not, and serves on', async t => {
  const { put, url, get } = await start(t)
  const large = Buffer.alloc(limits.registrationBytes + 1, ' ')
  assert.equal((await put('/v1/agent/service/register', large)).status, 413)
  const untold = await send(`${url}/v1/agent/service/register`, {
    method: 'PUT',
    headers: { 'transfer-encoding': 'chunked' },
    body: large
  })
  assert.equal(untold.statusCode, 413)
  assert.equal((await get('/v1/status/leader')).status, 200)
})

test('what this registry cannot do is refused and not ignored', async t => {
  const { get, put } = await start(t)
  for (const query of ['filter=a', 'node-meta=a:b', 'ns=x', 'hash=y', 'peer=z']) {
    const { status, text } = await get(`/v1/health/service/x?${query}`)
    assert.deepEqual([status, text.includes('not supported')], [400, true], query)
  }
  for (const field of ['Connect', 'Proxy', 'TaggedAddresses']) {
    const refused = await put('/v1/agent/service/register', { Name: 'x', [field]: { a: 1 } })
    assert.equal(refused.status, 400, field)
  }
  const check = { TCP: '127.0.0.1:1', Interval: '1s' }
  assert.equal((await put('/v1/agent/service/register', { Name: 'x', Check: check })).status, 400)
})

for (const [host, status] of [
  ['localhost', 200],
  ['localhost:8500', 200],
  ['lab.localhost', 200],
  ['127.0.0.1:8500', 200],
  ['[::1]:8500', 200],
  ['evil.example', 403],
  ['evil.example:8500', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example', 403]
] as const) {
  test(`who asks for ${host} gets ${status}`, async t => {
    const { url } = await start(t)
    const answer = await send(`${url}/v1/status/leader`, { method: 'GET', headers: { host } })
    assert.equal(answer.statusCode, status)
  })
}

test('where it is open to a network, any name may be its own', async t => {
  const { url } = await start(t, { host: '0.0.0.0' })
  const headers = { host: 'registry.lab.example' }
  const answer = await send(`${url}/v1/status/leader`, { method: 'GET', headers })
  assert.equal(answer.statusCode, 200)
})

test('answers a path that is badly encoded with 400', async t => {
  const { url } = await start(t)
  for (const path of ['/v1/kv/%', '/v1/kv/%ff', '/v1/kv/a%0ab']) {
    const answer = await send(url + path, { method: 'GET', headers: {} })
    assert.equal(answer.statusCode, 400, path)
  }
})

test('shows people services, instances and checks, and runs nothing that they say', async t => {
  const { register, done, get } = await start(t)
  const evil = '<img src=x onerror=alert(1)>'
  await register({
    ID: `a-${evil}`,
    Name: `cart ${evil}`,
    Address: '127.0.0.1',
    Port: 4711,
    Meta: { version: evil, instance: 'cart-1', lab: evil },
    Check: { CheckID: 'c', Name: evil, TTL: '1h' }
  })
  await done('/v1/agent/check/update/c', { Status: 'passing', Output: evil })
  await register({ Name: 'quiet' })
  await done('/v1/agent/service/maintenance/quiet?enable=true&reason=deploy')
  const page = await get('/ui/')
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-type']), /^text\/html/)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  assert.ok(!page.text.includes('<img'))
  assert.ok(page.text.includes('&lt;img'))
  for (const text of ['cart-1', '127.0.0.1:4711', 'ready', 'draining', 'deploy', '2 services']) {
    assert.ok(page.text.includes(text), text)
  }
  assert.match(page.text, /http-equiv="refresh"/)
  const [, stylesheet = ''] = /rel="stylesheet" href="([^"]+)"/.exec(page.text) ?? []
  assert.match(String((await get(stylesheet)).headers['content-type']), /^text\/css/)
  const root = await get('/')
  assert.deepEqual([root.status, root.headers['location']], [301, '/ui/'])
})

test('keeps keys in its folder, and refuses one that a later version has written', t => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const entry = {
    key: 'k',
    value: Buffer.from([0, 255]),
    flags: 2n ** 64n - 1n,
    createIndex: 3,
    modifyIndex: 5
  }
  const first = openEntryStore(folder)
  first.save({ ...entry, modifyIndex: 4 })
  first.save(entry)
  first.save({ ...entry, key: 'gone' })
  first.remove(['gone', 'never'])
  first.close()
  const second = openEntryStore(folder)
  assert.deepEqual(second.load(), [entry])
  second.close()
  const later = new DatabaseSync(join(folder, 'registry.db'))
  later.exec('PRAGMA user_version = 99')
  later.close()
  assert.throws(() => openEntryStore(folder), /later version/)
})

/** A request past all that a polite client does. */
function send(
  url: string,
  options: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Buffer
  }
): Promise<IncomingMessage> {
  const { method, headers, body } = options
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const path = url.slice(url.indexOf('/', 'http://'.length))
    const sent = plainRequest({ hostname, port, path, method, headers }, answer => {
      answer.resume()
      resolve(answer)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
