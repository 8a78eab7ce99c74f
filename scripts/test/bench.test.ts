import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const program = join(import.meta.dirname, '..', '..', 'bench', 'main.ts')

test('the bench lists what it measures', () => {
  const { status, stdout } = bench('--help')
  assert.equal(status, 0)
  const client = ['client', 'client-pick', 'client-deadline', 'client-layers', 'client-rivals']
  const shop = ['first-order', 'warm-start', 'memory', 'page', 'checkout', 'one-process']
  for (const name of [...shop, ...client]) assert.match(stdout, new RegExp(`^  ${name} `, 'm'))
  assert.match(stdout, /^ {2}client-rivals .*; only when named$/m)
})

function bench(...words: readonly string[]) {
  return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', timeout: 30_000 })
}
