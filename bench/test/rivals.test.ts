import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test, type TestContext } from 'node:test'
import { installRivals } from '../support/rivals.ts'

const root = join(import.meta.dirname, '..', '..')

test('a registry that does not answer is told as the reason, and nothing counts as installed', async t => {
  const checkout = await aCheckout(t)
  await cp(join(root, 'scripts', 'node'), join(checkout, 'scripts', 'node'), { recursive: true })
  setVariable(t, 'npm_config_registry', `http://127.0.0.1:${await closedPort()}/`)
  // What was fetched once would be taken from there.
  setVariable(t, 'npm_config_cache', join(checkout, 'cache'))
  const told: string[] = []
  const reason = await installRivals({ checkout, tell: text => void told.push(text) })
  assert.match(reason ?? '', /^The npm registry .* did not answer while installing bench\/rivals/)
  assert.deepEqual(told.slice(0, 1), ['installing bench/rivals, 0 packages fetched'])
  await assert.rejects(readFile(join(checkout, 'bench/rivals/node_modules/.microzon-lock')))
})

test('what the lockfile names is not installed twice', async t => {
  const checkout = await aCheckout(t)
  const folder = join(checkout, 'bench', 'rivals')
  await mkdir(join(folder, 'node_modules'))
  const lockfile = await readFile(join(folder, 'package-lock.json'))
  await writeFile(join(folder, 'node_modules', '.microzon-lock'), lockfile)
  // There is no npm.mjs here that could be asked.
  const tell = (text: string): void => assert.fail(text)
  assert.equal(await installRivals({ checkout, tell }), undefined)
  await writeFile(join(folder, 'package-lock.json'), '{}')
  await assert.rejects(installRivals({ checkout, tell: () => undefined }), /npm\.mjs/)
})

/** As much of one as an installation needs. */
async function aCheckout(t: TestContext): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'microzon-rivals-'))
  t.after(() => rm(checkout, { recursive: true, force: true }))
  const folder = join('bench', 'rivals')
  await mkdir(join(checkout, folder), { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(join(root, folder, file), join(checkout, folder, file))
  }
  return checkout
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

function setVariable(t: TestContext, name: string, value: string): void {
  const before = process.env[name]
  process.env[name] = value
  t.after(() => {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  })
}
