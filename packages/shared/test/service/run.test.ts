import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { startRegistry, startTiny } from './tiny-process.ts'

/** Sends a request every 10 ms, whether or not the last was answered, until told to stop. */
function openLoop(pool: Pool, path: string) {
  const answers: Promise<{ readonly status: number; readonly connection: unknown }>[] = []
  const timer = setInterval(() => {
    answers.push(
      pool.request({ method: 'GET', path }).then(async ({ statusCode, headers, body }) => {
        await body.text()
        return { status: statusCode, connection: headers['connection'] }
      })
    )
  }, 10)
  return {
    stop() {
      clearInterval(timer)
      return Promise.allSettled(answers)
    }
  }
}

test('draining loses no request', async t => {
  const registry = await startRegistry(t)
  const tiny = startTiny(t, { consulUrl: registry.url })
  const port = await tiny.ready
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 32 })
  t.after(() => pool.destroy())
  const idle = connect(port, '127.0.0.1')
  idle.on('error', () => undefined)
  await once(idle, 'connect')
  const loop = openLoop(pool, '/slow?ms=20')
  const long = pool.request({ method: 'GET', path: '/slow?ms=3500' })
  await sleep(200)
  tiny.child.kill('SIGTERM')
  await registry.called('maintenance')
  const probe = new Pool(`http://127.0.0.1:${port}`)
  t.after(() => probe.destroy())
  const ready = await probe.request({ method: 'GET', path: '/readyz' })
  assert.equal(ready.statusCode, 503)
  assert.equal(((await ready.body.json()) as { readonly status: unknown }).status, 'draining')
  const live = await probe.request({ method: 'GET', path: '/livez' })
  await live.body.dump()
  assert.equal(live.statusCode, 204)
  // The callers hear of it late, and go on for a second.
  await sleep(1_000)
  const answers = await loop.stop()
  assert.ok(answers.length > 20)
  for (const answer of answers) {
    assert.equal(answer.status, 'fulfilled')
    assert.equal(answer.status === 'fulfilled' && answer.value.status, 200)
  }
  const last = answers.at(-1)
  assert.equal(last?.status === 'fulfilled' && last.value.connection, 'close')
  assert.equal(await (await long).body.text(), 'done')
  assert.equal(await tiny.exited, 0)
  assert.match(await tiny.output, /closed/)
  const changes = registry.calls.filter(call => call.startsWith('PUT'))
  assert.deepEqual(changes, [
    'PUT /v1/agent/service/register',
    'PUT /v1/agent/service/maintenance/:id',
    'PUT /v1/agent/service/deregister/:id'
  ])
})

test('a second SIGTERM ends the process at once', async t => {
  const registry = await startRegistry(t)
  const tiny = startTiny(t, { consulUrl: registry.url })
  const port = await tiny.ready
  const pool = new Pool(`http://127.0.0.1:${port}`)
  t.after(() => pool.destroy())
  const cut = pool.request({ method: 'GET', path: '/slow?ms=20000' }).catch(() => 'cut')
  tiny.child.kill('SIGTERM')
  await registry.called('maintenance')
  const startedAt = Date.now()
  tiny.child.kill('SIGTERM')
  assert.equal(await tiny.exited, 1)
  assert.ok(Date.now() - startedAt < 1_500)
  assert.equal(await cut, 'cut')
})

test('a process whose launcher has gone ends at once', async t => {
  const registry = await startRegistry(t)
  const tiny = startTiny(t, { consulUrl: registry.url })
  await tiny.ready
  const startedAt = Date.now()
  tiny.child.disconnect()
  assert.equal(await tiny.exited, 0)
  assert.ok(Date.now() - startedAt < 1_500)
})

test('a process whose launcher has gone while it started does not begin to serve', async t => {
  const registry = await startRegistry(t)
  const tiny = startTiny(t, { consulUrl: registry.url, env: { WAIT_FOR_DISCONNECT: '1' } })
  await once(tiny.child, 'message')
  tiny.child.disconnect()
  assert.equal(await tiny.exited, 0)
  assert.deepEqual(registry.calls, [])
})

test('Ctrl-C is for the launcher, not for its children', async t => {
  const registry = await startRegistry(t)
  const tiny = startTiny(t, { consulUrl: registry.url })
  const port = await tiny.ready
  tiny.child.kill('SIGINT')
  const pool = new Pool(`http://127.0.0.1:${port}`)
  t.after(() => pool.destroy())
  for (let asked = 0; asked < 5; asked++) {
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/livez' })
    await body.dump()
    assert.equal(statusCode, 204)
  }
})

// Both wait for the same limits, and next to nothing is computed meanwhile.
describe('with a registry that is no help', { concurrency: 2 }, () => {
  for (const kind of ['cutting', 'silent'] as const) {
    test(`a process that waits for a ${kind} registry stops all the same, and is never ready`, async t => {
      const registry = await startRegistry(t, kind)
      const tiny = startTiny(t, { consulUrl: registry.url, env: { HANG_ON_STOP: '1' } })
      await registry.called('/v1/agent')
      const startedAt = Date.now()
      tiny.child.kill('SIGTERM')
      assert.equal(await tiny.exited, 0)
      assert.ok(Date.now() - startedAt < 20_000)
      assert.match(await tiny.output, /closed/)
      assert.deepEqual(tiny.messages, [])
    })
  }
})
