import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createConsulResolver } from '../../src/discovery/index.ts'
import { createManualClock, type ManualClock } from '../client/fakes.ts'
import { healthEntry, startScriptedRegistry, until } from './fixtures.ts'

/** The HTTP client has its timers from the process: these are moved by hand as well. */
function createProcessClock(t: TestContext): ManualClock {
  const clock = createManualClock()
  t.mock.method(globalThis, 'setTimeout', (run: () => void, ms: number) => {
    return { cancel: clock.after(ms, run), unref: () => undefined }
  })
  t.mock.method(globalThis, 'clearTimeout', (timer?: { cancel: () => void }) => timer?.cancel())
  return clock
}

test('a registry in which nothing changes has the whole wait and what it adds to it, no more', async t => {
  const registry = await startScriptedRegistry(t)
  const clock = createProcessClock(t)
  const resolver = createConsulResolver({ consulUrl: registry.url, clock })
  t.after(() => resolver.close())
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 7, body: [healthEntry('a')] })
  const quiet = await registry.next()
  // Consul prolongs a wait by up to a sixteenth; a second more is for the way.
  const longestMs = (Number.parseInt(quiet.query.get('wait') ?? '', 10) * 1_000 * 17) / 16
  await clock.advance(longestMs + 1_000)
  quiet.answer({ index: 7, body: [healthEntry('a')] })
  const silent = await registry.next()
  assert.equal(silent.query.get('index'), '7')
  assert.equal(watched.current().source, 'live')
  await clock.advance(longestMs + 5_000)
  await until(() => watched.current().source === 'last-known', 'it waits for ever')
})
