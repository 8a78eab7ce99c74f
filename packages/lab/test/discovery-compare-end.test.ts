import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { isAlive } from '../src/runtime/process-identity.ts'
import { descendantsOf, type Descendant } from './descendants.ts'
import { root, until } from './stub-lab.ts'

const skip = process.platform !== 'linux' && 'reads what the system tells of processes in /proc'
const entry = join(root, 'packages/lab/src/discovery-compare/main.ts')
const args = ['--registry', 'embedded', '--system', 'loaded', '--trials', '1']

/** The comparison, as soon as its registry and its busy processes run. */
async function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const env = { ...process.env, TMPDIR: folder }
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: 'ignore' })
  const exited = new Promise<number | null>(done => child.once('exit', code => done(code)))
  const parts = ['/registry/main.ts', '/busy.ts']
  let all: readonly Descendant[] = []
  await until('all parts run', () => {
    all = descendantsOf(child.pid ?? 0)
    return parts.every(part => all.some(({ command }) => command.includes(part)))
  })
  return { child, exited, left: () => [...all.filter(isAlive), ...readdirSync(folder)] }
}

test('leaves nothing when it is told to end while it starts', { skip }, async t => {
  const { child, exited, left } = await start(t)
  const startedAt = performance.now()
  child.kill('SIGTERM')
  assert.equal(await exited, 1)
  assert.ok(performance.now() - startedAt < 5_000)
  assert.deepEqual(left(), [])
})

test('leaves nothing when it is killed with -9', { skip }, async t => {
  const { child, exited, left } = await start(t)
  child.kill('SIGKILL')
  await exited
  await until('all is gone', () => left().length === 0, 5_000)
})
