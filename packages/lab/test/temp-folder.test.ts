import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTempFolder } from '../src/runtime/temp-folder.ts'
import { until } from './stub-lab.ts'

const source = JSON.stringify(join(import.meta.dirname, '../src/runtime/temp-folder.ts'))
const makesOne = `
  const { createTempFolder } = await import(${source})
  console.log(createTempFolder('microzon-test-').path)`

test('is gone with all that it holds when it is removed', () => {
  const { path, remove } = createTempFolder('microzon-test-')
  writeFileSync(join(path, 'a'), 'x')
  remove()
  assert.equal(existsSync(path), false)
})

test('goes when its process is killed with -9', async () => {
  const child = spawn(process.execPath, ['-e', `${makesOne}; setInterval(() => undefined, 1e6)`])
  const [text] = (await once(child.stdout, 'data')) as [Buffer]
  const path = String(text).trim()
  writeFileSync(join(path, 'a'), 'x')
  child.kill('SIGKILL')
  await until('it is gone', () => !existsSync(path), 5_000)
})

test('does not keep its process alive, and goes when that forgets it', async () => {
  const { stdout, status } = spawnSync(process.execPath, ['-e', makesOne], { encoding: 'utf8' })
  assert.equal(status, 0)
  await until('it is gone', () => !existsSync(stdout.trim()), 5_000)
})
