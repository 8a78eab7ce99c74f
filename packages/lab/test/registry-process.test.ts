import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createRegistryClient, eventually } from './registry-cases/registry-client.ts'

const entry = join(import.meta.dirname, '../src/registry/main.ts')

async function startProcess(
  t: TestContext
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(entry, { silent: true, env: { ...process.env, PORT: '0', LOG_LEVEL: 'info' } })
  t.after(() => void child.kill('SIGKILL'))
  const [message] = (await once(child, 'message')) as [{ type: string; port: number }]
  assert.equal(message.type, 'ready')
  return { child, url: `http://127.0.0.1:${message.port}` }
}

test('says that it is ready when it answers', async t => {
  const { url } = await startProcess(t)
  const client = createRegistryClient(() => url)
  t.after(async () => client.close())
  assert.equal((await client.get('/v1/status/leader')).status, 200)
})

test('ends at once when its launcher is gone', async t => {
  const { child } = await startProcess(t)
  const ended = once(child, 'exit')
  child.disconnect()
  assert.deepEqual(await ended, [0, null])
})

test('ignores Ctrl-C, which is for its launcher', async t => {
  const { child, url } = await startProcess(t)
  const client = createRegistryClient(() => url)
  t.after(async () => client.close())
  child.kill('SIGINT')
  assert.equal((await client.get('/v1/status/leader')).status, 200)
  assert.equal(child.exitCode, null)
})

test('stops within a second when told to, with questions waiting and checks running', async t => {
  const { child, url } = await startProcess(t)
  const client = createRegistryClient(() => url)
  t.after(async () => client.close())
  const check = { CheckID: 'c', HTTP: `${url}/v1/status/leader`, Interval: '1s', Timeout: '10s' }
  await client.register({ Name: 'svc', Check: check })
  await eventually(
    async () => (await client.checks('svc'))['c']?.Status,
    status => status === 'passing'
  )
  const { index } = await client.health('svc')
  const waiting = assert.rejects(client.health('svc', `index=${index}&wait=60s`))
  const ended = once(child, 'exit')
  const startedAt = performance.now()
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  assert.ok(performance.now() - startedAt < 1_000)
  await waiting
})

test('says in one line what is wrong with its environment, and ends', async () => {
  const child = fork(entry, { silent: true, env: { ...process.env, PORT: 'many' } })
  let text = ''
  child.stderr?.on('data', data => (text += String(data)))
  const [code] = (await once(child, 'exit')) as [number]
  assert.notEqual(code, 0)
  assert.match(text, /PORT must be a whole number/)
})
