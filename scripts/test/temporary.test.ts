import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

test('a run that is killed with -9 leaves nothing in the folder for temporary files', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-run-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const { NODE_TEST_CONTEXT: _ours, ...given } = process.env
  // The servers are there already, as far as it knows, and the file that it runs asks for none.
  const servers = { TEST_MARIADB_URL: '', TEST_MYSQL_URL: '', TEST_MONGO_URL: '' }
  const words = ['scripts/test.ts', '--tests-only', 'money/money']
  const env = { ...given, ...servers, TMPDIR: folder }
  const run = spawn(process.execPath, words, { env, stdio: 'ignore' })
  await until(() => readdirSync(folder).length > 0 || run.exitCode !== null)
  assert.equal(run.exitCode, null)
  run.kill('SIGKILL')
  await once(run, 'exit')
  await until(() => readdirSync(folder).length === 0)
})

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isTrue(); await sleep(10)) {
    if (Date.now() > end) throw new Error('waited in vain')
  }
}
