import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { reload } from '../src/compose/master-socket.ts'
import { Failure } from '../src/runtime/failure.ts'

function socketIn(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'master-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'master.sock')
}

/** A master that answers so, and what it was told. */
async function startMaster(t: TestContext, answer: string) {
  const file = socketIn(t)
  const told: string[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.on('data', chunk => told.push(chunk.toString()))
    socket.on('end', () => socket.end(answer))
  })
  await new Promise<void>(resolve => server.listen(file, resolve))
  t.after(() => server.close())
  return { file, told }
}

test('a master that takes its configuration is told once', async t => {
  const { file, told } = await startMaster(t, 'Success=1\n--\n[NOTICE] Loading success.\n')
  await reload(file)
  assert.deepEqual(told, ['reload\n'])
})

test('what HAProxy does not take is told in its own words', async t => {
  const { file } = await startMaster(t, "Success=0\n--\n[ALERT] unknown keyword 'x'\n")
  await assert.rejects(reload(file), error => {
    assert.ok(error instanceof Failure)
    assert.match(error.message, /unknown keyword 'x'/)
    return true
  })
})

test('without an HAProxy nothing is to be done', async t => {
  const file = socketIn(t)
  await reload(file)
  // One that was killed leaves its socket.
  const left = createServer()
  await new Promise<void>(resolve => left.listen({ path: file, exclusive: true }, resolve))
  await new Promise(resolve => left.close(resolve))
  await reload(file)
})
