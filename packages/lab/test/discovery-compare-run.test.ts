import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { events, type Trial } from '../src/discovery-compare/trials.ts'
import { root } from './stub-lab.ts'

const entry = join(root, 'packages/lab/src/discovery-compare/main.ts')
const args = ['--quick', '--registry', 'embedded', '--json', 'consul']
/** Half a minute is usual. */
const timeout = 110_000

type Result = {
  readonly mechanism: string
  readonly reason?: string
  readonly trials: readonly (Omit<Trial, 'noticedMs'> & { readonly noticedMs: number | null })[]
}

async function compare(t: TestContext) {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = new Promise<number | null>(done => child.once('close', code => done(code)))
  t.after(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const chunks: string[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
  const code = await exited
  const told = JSON.parse(chunks.join('')) as { ok: boolean; results: readonly Result[] }
  return { code, ...told }
}

test('a quick comparison measures every event, and no call of ours fails', { timeout }, async t => {
  const { code, ok, results } = await compare(t)
  assert.deepEqual(
    [code, ok, results.map(({ mechanism, reason }) => [mechanism, reason])],
    [0, true, [['consul', undefined]]]
  )
  const [{ trials } = { trials: [] }] = results
  assert.deepEqual(
    trials.map(({ event }) => event),
    events
  )
  for (const { event, noticedMs, bare, ours } of trials) {
    assert.ok(noticedMs !== null, `${event} was noticed`)
    assert.ok(bare.calls > 0 && ours.calls > 0, `${event} had calls`)
    assert.equal(ours.failed, 0, event)
  }
  const killed = trials.find(({ event }) => event === 'killed')
  // Whoever only asks the registry calls a dead instance until its check has failed.
  assert.ok(killed && killed.bare.failed > 0)
  assert.ok(killed.readyLeast < 3)
  // What was last known is kept.
  const away = trials.find(({ event }) => event === 'source away')
  assert.equal(away?.readyLeast, 3)
})
