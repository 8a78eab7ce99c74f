import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { request } from 'undici'
import { createLine, createSpan } from './telemetry-app.ts'

test('says where it listens, and keeps what it took over a restart', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-telemetry-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const first = await startTelemetry(t, { DATA_DIR: folder })
  const span = createSpan()
  assert.equal(await post(`${first.url}/api/v2/spans`, JSON.stringify([span])), 202)
  assert.equal(await post(`${first.url}/logs`, createLine()), 202)
  await end(first.child, 'SIGKILL')

  const second = await startTelemetry(t, { DATA_DIR: folder })
  const spans = await request(`${second.url}/api/v2/trace/${span.traceId}`)
  assert.deepEqual(await spans.body.json(), [JSON.parse(JSON.stringify(span))])
  const logs = await request(`${second.url}/logs`)
  assert.match(await logs.body.text(), /request served/)
})

test('SIGTERM ends it within a second, whoever is connected', async t => {
  const { child, url } = await startTelemetry(t)
  const { body } = await request(`${url}/health`)
  await body.dump()
  const started = performance.now()
  assert.deepEqual(await end(child, 'SIGTERM'), [0, null])
  assert.ok(performance.now() - started < 1000)
})

test('ends when its parent is gone', async t => {
  const { child } = await startTelemetry(t)
  const ended = once(child, 'exit')
  child.disconnect()
  assert.deepEqual(await ended, [0, null])
})

test('a Ctrl-C in the terminal is left to the launcher', async t => {
  const { child, url } = await startTelemetry(t)
  child.kill('SIGINT')
  const { statusCode, body } = await request(`${url}/health`)
  await body.dump()
  assert.equal(statusCode, 200)
})

test('a port that is no number ends it with a sentence that names the variable', async t => {
  const child = forkTelemetry(t, { PORT: 'many' })
  let text = ''
  child.stderr?.on('data', chunk => (text += String(chunk)))
  const [code] = await once(child, 'exit')
  assert.notEqual(code, 0)
  assert.match(text, /PORT must be a whole number/)
})

async function startTelemetry(
  t: TestContext,
  env: Readonly<Record<string, string>> = {}
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = forkTelemetry(t, { PORT: '0', ...env })
  const [message] = (await once(child, 'message')) as [{ type: string; port: number }]
  assert.equal(message.type, 'ready')
  return { child, url: `http://127.0.0.1:${message.port}` }
}

function forkTelemetry(t: TestContext, env: Readonly<Record<string, string>>): ChildProcess {
  const main = new URL('../src/telemetry/main.ts', import.meta.url)
  const child = fork(main, { env: { ...process.env, LOG_LEVEL: 'warn', ...env }, stdio: 'pipe' })
  t.after(() => child.kill('SIGKILL'))
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit')
  child.kill(signal)
  return ended
}

async function post(url: string, body: string): Promise<number> {
  const type = url.endsWith('/logs') ? 'application/x-ndjson' : 'application/json'
  const answer = await request(url, { method: 'POST', headers: { 'content-type': type }, body })
  await answer.body.dump()
  return answer.statusCode
}
