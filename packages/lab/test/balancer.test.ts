import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../src/compose/balancer.ts', import.meta.url))

async function start(t: TestContext, discovery: string) {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-balancer-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'web-dns.cfg'), 'by DNS')
  await writeFile(join(folder, 'web.cfg'), 'of an earlier start')
  const env = { BALANCER_DISCOVERY: discovery, CONFIG_DIR: folder, BALANCER_DIR: folder }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
  return { child, file: join(folder, 'web.cfg'), folder, errors: () => errors }
}

test('with DNS it puts the file in place, without an HAProxy too, and stays until it is told', async t => {
  const { child, file, folder, errors } = await start(t, 'dns')
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  const changes = watch(folder)
  t.after(() => changes.close())
  const isThere = async (): Promise<boolean> =>
    existsSync(file) && (await readFile(file, 'utf8')) === 'by DNS'
  while (!(await isThere())) {
    const [first] = await Promise.race([once(changes, 'change').then(() => ['change']), ended])
    assert.equal(first, 'change', errors())
  }
  // Had it nothing to wait for, it would end now by itself, and with another code.
  await Promise.race([ended, once(changes, 'change', { signal: AbortSignal.timeout(500) })]).catch(
    () => undefined
  )
  assert.equal(child.exitCode, null, errors())
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

test('a way that there is not ends it in one sentence', async t => {
  const { child, errors } = await start(t, 'guess')
  const [code] = (await once(child, 'close')) as [number]
  assert.equal(code, 2)
  assert.match(errors(), /^BALANCER_DISCOVERY must be template or dns\.\n$/)
})
