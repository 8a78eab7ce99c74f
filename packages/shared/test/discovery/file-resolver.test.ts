import assert from 'node:assert/strict'
import { mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import {
  createFileResolver,
  systemClock,
  type DiscoveryEvent,
  type EndpointSet
} from '../../src/discovery/index.ts'
import { readDocument } from '../../src/discovery/file-document.ts'
import type { EndpointsFile } from '../../src/discovery/endpoints-file.ts'
import { createManualClock } from '../client/fakes.ts'
import { until } from './fixtures.ts'

function textWith(...ports: readonly number[]): string {
  return JSON.stringify({ services: { cart: ports.map(port => ({ address: '10.0.0.1', port })) } })
}

function portsOf({ endpoints }: EndpointSet): string {
  return endpoints.map(({ port }) => port).join(' ')
}

test('reads what is told of an instance, and what is not', () => {
  const text = JSON.stringify({
    services: {
      cart: [
        { id: 'c', address: 'host', port: 1, version: '2', state: 'draining', weight: 3 },
        { address: 'fd00::1', port: 2 }
      ],
      web: []
    }
  })
  const found = readDocument(text)
  assert.deepEqual(found.get('cart'), [
    {
      id: 'c',
      service: 'cart',
      address: 'host',
      port: 1,
      version: '2',
      state: 'draining',
      weight: 3
    },
    {
      id: '[fd00::1]:2',
      service: 'cart',
      address: 'fd00::1',
      port: 2,
      version: '',
      state: 'ready',
      weight: 1
    }
  ])
  assert.deepEqual(found.get('web'), [])
  assert.equal(found.get('product'), undefined)
})

for (const [what, text] of Object.entries({
  nothing: '',
  'no JSON': '{"services": {',
  'no object': '[]',
  'no services': '{}',
  'a service that is no list': '{"services":{"cart":{}}}',
  'an instance without a port': '{"services":{"cart":[{"address":"a"}]}}',
  'a port that is none': '{"services":{"cart":[{"address":"a","port":70000}]}}',
  'an address that is more than that': '{"services":{"cart":[{"address":"a/b?c","port":1}]}}',
  'a state that nobody knows': '{"services":{"cart":[{"address":"a","port":1,"state":"up"}]}}',
  'a weight that is none': '{"services":{"cart":[{"address":"a","port":1,"weight":0}]}}',
  'an instance twice': textWith(1, 1),
  'a mistake in another service': '{"services":{"cart":[],"web":[{}]}}',
  'too many': textWith(...Array.from({ length: 1_001 }, (_, port) => port + 1))
})) {
  test(`refuses a file with ${what}, and says why`, () => {
    assert.throws(() => readDocument(text), /^TypeError: the file .{5,150}$/)
  })
}

/** A resolver over a real file, with the time of the world: what the system tells of changes. */
async function setUp(t: TestContext, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'endpoints-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'endpoints.json')
  await writeFile(path, text)
  const events: DiscoveryEvent[] = []
  const onEvent = (event: DiscoveryEvent): void => void events.push(event)
  const resolver = createFileResolver({ path, onEvent })
  t.after(() => resolver.close())
  const watched = resolver.watch('cart')
  await watched.ready(5_000)
  const replace = async (next: string): Promise<void> => {
    await writeFile(`${path}.tmp`, next)
    await rename(`${path}.tmp`, path)
  }
  return { path, events, watched, replace }
}

test('sees a file that is replaced, again and again, sooner than it would look by itself', async t => {
  const { watched, replace } = await setUp(t, textWith(1, 2))
  const startedAt = performance.now()
  for (const port of [3, 4, 5, 6]) {
    await replace(textWith(1, 2, port))
    await until(() => portsOf(watched.current()).startsWith(`1 2 ${port}`), 'it saw no change')
  }
  assert.ok(performance.now() - startedAt < 2_000)
})

test('keeps what was known when a file is cut short, and takes the next that is whole', async t => {
  const { watched, replace, path, events } = await setUp(t, textWith(1, 2))
  await truncate(path, 20)
  await until(() => watched.current().alarm !== undefined, 'there is no alarm')
  assert.equal(watched.current().alarm, 'the file is no JSON')
  assert.equal(portsOf(watched.current()), '1 2')
  assert.equal(events.at(-1)?.kind, 'lost')
  await replace(textWith(1, 2, 3))
  await until(() => watched.current().source === 'live', 'it is not found again')
  assert.equal(portsOf(watched.current()), '1 2 3')
})

test('reads no file that would fill the memory', async t => {
  const { watched, replace } = await setUp(t, textWith(1, 2))
  await replace(`${textWith(1, 2)}${' '.repeat(5 * 1024 * 1024)}`)
  await until(() => watched.current().alarm !== undefined, 'there is no alarm')
  assert.match(watched.current().alarm ?? '', /more than \d+ bytes/)
})

test('is as old as its file', async t => {
  const { watched } = await setUp(t, textWith(1, 2))
  const { updatedAt } = watched.current()
  assert.ok(Number.isInteger(updatedAt))
  await until(() => systemClock.now() - updatedAt > 30, 'time stands still')
  assert.equal(watched.current().updatedAt, updatedAt)
})

/** A file of the test's own, on a clock that it moves. */
function fakeFile(text: string) {
  const clock = createManualClock()
  const told = { text, reads: 0, listener: (): void => undefined }
  const file: EndpointsFile = {
    read: () => {
      told.reads++
      return Promise.resolve({ text: told.text, writtenAt: clock.now() - 5_000 })
    },
    onChange(listener) {
      told.listener = listener
      return () => void (told.listener = () => undefined)
    }
  }
  return { clock, told, resolver: createFileResolver({ path: '', file, clock }) }
}

test('looks once a second where nobody tells of changes', async () => {
  const { clock, told, resolver } = fakeFile(textWith(1, 2))
  const watched = resolver.watch('cart')
  await clock.advance(999)
  assert.equal(told.reads, 1)
  told.text = textWith(1, 2, 3)
  await clock.advance(1)
  await clock.advance(0)
  assert.equal(told.reads, 2)
  assert.equal(portsOf(watched.current()), '1 2 3')
  assert.equal(watched.current().updatedAt, clock.now() - 5_000)
  await resolver.close()
})

test('looks once at many changes in quick succession', async () => {
  const { clock, told, resolver } = fakeFile(textWith(1, 2))
  resolver.watch('cart')
  await clock.advance(0)
  for (let change = 0; change < 50; change++) told.listener()
  await clock.advance(19)
  assert.equal(told.reads, 1)
  await clock.advance(1)
  await setImmediate()
  assert.equal(told.reads, 2)
  await resolver.close()
  assert.equal(clock.timers(), 0)
})
