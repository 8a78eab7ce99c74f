import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { toldOf } from '../src/cli/main.ts'
import { defaultBackOff, nextWait } from '../src/runtime/back-off.ts'
import { openDataFolder, refuseFullDisk, removeDataFolder } from '../src/runtime/data-folder.ts'
import { environmentOf, type LabPlace } from '../src/runtime/environment.ts'
import { Failure } from '../src/runtime/failure.ts'
import { takeLock } from '../src/runtime/lock.ts'
import { createLogFolder } from '../src/runtime/log-folder.ts'
import { portOwner } from '../src/runtime/port-owner.ts'
import { createPorts, fixedPorts, isAnswered, isFree } from '../src/runtime/ports.ts'
import { identityOf } from '../src/runtime/process-identity.ts'
import { programs } from '../src/runtime/programs.ts'
import { loadSecrets } from '../src/runtime/secrets.ts'
import { until } from './stub-lab.ts'

test('waits a quarter of a second, then twice as long, up to ten seconds', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].reduce<readonly number[]>(
    list => [...list, nextWait(defaultBackOff, { lastMs: list.at(-1) ?? 0, livedMs: 1_000 })],
    []
  )
  assert.deepEqual(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
})

test('begins anew with the waits after a minute of life', () => {
  assert.equal(nextWait(defaultBackOff, { lastMs: 8_000, livedMs: 59_999 }), 10_000)
  assert.equal(nextWait(defaultBackOff, { lastMs: 8_000, livedMs: 60_000 }), 250)
})

test('a folder has one owner at a time', t => {
  const file = join(makeFolder(t), 'lock')
  const release = takeLock(file)
  assert.throws(() => takeLock(file), {
    name: 'Failure',
    message: new RegExp(`^${file} says that the lab of process ${process.pid} uses this folder`)
  })
  release()
  takeLock(file)()
  assert.equal(existsSync(file), false)
})

test('a lock of a process that is gone is taken over, also when its id was given again', t => {
  const file = join(makeFolder(t), 'lock')
  const { pid } = spawnSync(process.execPath, ['--version'])
  for (const dead of [
    { pid, start: '1' },
    { pid: process.pid, start: `${identityOf(process.pid)?.start}0` },
    { pid: process.ppid, start: '1' }
  ]) {
    writeFileSync(file, JSON.stringify(dead))
    takeLock(file)()
  }
  writeFileSync(file, 'nonsense')
  takeLock(file)()
  assert.deepEqual(readdirSync(join(file, '..')), [])
})

test('a zombie owns nothing', { skip: process.platform !== 'linux' && 'needs /proc' }, async t => {
  // Whoever started it has become a program that never asks how it ended.
  const untilOrphaned = 'until grep -q sleep /proc/$PPID/comm; do :; done'
  const parent = spawn('sh', ['-c', `sh -c '${untilOrphaned}' & echo $!; exec sleep 20`])
  t.after(() => parent.kill('SIGKILL'))
  const pid = await new Promise<number>(resolve => {
    parent.stdout.once('data', (text: Buffer) => resolve(Number(String(text))))
  })
  const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8')
  await until('it is a zombie', () => stat().includes(') Z '))
  assert.equal(identityOf(pid), undefined)
})

test('older data is brought to the present format, step by step', t => {
  const home = join(makeFolder(t), 'lab')
  openDataFolder(home).release()
  assert.equal(readFileSync(join(home, 'format'), 'utf8').trim(), '1')
  const steps: string[] = []
  const migrations = [() => void steps.push('to 2'), () => void steps.push('to 3')]
  openDataFolder(home, { migrations }).release()
  openDataFolder(home, { migrations }).release()
  assert.deepEqual(steps, ['to 2', 'to 3'])
  assert.equal(readFileSync(join(home, 'format'), 'utf8').trim(), '3')
})

test('a migration that fails is tried again at the next start', t => {
  const home = join(makeFolder(t), 'lab')
  openDataFolder(home).release()
  const fail = (): never => {
    throw new Error('no')
  }
  assert.throws(() => openDataFolder(home, { migrations: [fail] }), /no/)
  assert.equal(readFileSync(join(home, 'format'), 'utf8').trim(), '1')
  assert.equal(existsSync(join(home, 'lock')), false)
})

test('newer data is refused and left as it is', t => {
  const home = join(makeFolder(t), 'lab')
  openDataFolder(home).release()
  writeFileSync(join(home, 'format'), '9\n')
  assert.throws(() => openDataFolder(home), {
    name: 'Failure',
    message: /written by a newer Microzon \(format 9, this one knows up to 1\): update/
  })
  assert.ok(existsSync(join(home, 'secrets')))
  assert.equal(existsSync(join(home, 'lock')), false)
})

test('a folder with other things is neither used nor removed', t => {
  const home = makeFolder(t)
  writeFileSync(join(home, 'thesis.tex'), 'years of work')
  const refusal = { name: 'Failure', message: /holds something else than a lab's data/ }
  assert.throws(() => openDataFolder(home), refusal)
  assert.throws(() => openDataFolder(home, { fresh: true }), refusal)
  assert.throws(() => removeDataFolder(home), refusal)
  assert.ok(existsSync(join(home, 'thesis.tex')))
})

test('a folder that cannot be one is told in one sentence', t => {
  const file = join(makeFolder(t), 'file')
  writeFileSync(file, '')
  assert.throws(() => openDataFolder(file), { name: 'Failure', message: /is no folder: choose/ })
  assert.throws(() => openDataFolder('/proc/microzon'), {
    name: 'Failure',
    message: /cannot be written: give this user the right to/
  })
})

test('a disk without room is told before anything starts', t => {
  const home = join(makeFolder(t), 'lab')
  openDataFolder(home).release()
  refuseFullDisk(home)
  assert.throws(() => refuseFullDisk(home, () => 31 * 1024 * 1024), {
    name: 'Failure',
    message: `${home} cannot be written because the disk is full: free some space, then start again.`
  })
})

test('files of another user are told by name', t => {
  const home = join(makeFolder(t), 'lab')
  openDataFolder(home).release()
  const file = join(home, 'logs', 'cart-1.log')
  writeFileSync(file, '', { mode: 0o400 })
  const source = JSON.stringify(join(import.meta.dirname, '..', 'src', 'runtime', 'data-folder.ts'))
  const opens = `const { openDataFolder } = await import(${source})
    try { openDataFolder(${JSON.stringify(home)}) } catch (error) { console.log(String(error)) }`
  const node = [process.execPath, '--input-type=module', '-e', opens]
  // Root may do everything, unless it starts without the right to.
  const without = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']
  const [command = '', ...words] = process.getuid?.() === 0 ? [...without, ...node] : node
  const { stdout } = spawnSync(command, words, { encoding: 'utf8' })
  assert.match(
    stdout,
    new RegExp(`^Failure: ${file} cannot be written: give this user the right to`)
  )
  assert.equal(existsSync(join(home, 'lock')), false)
})

test('an error of the file system is a sentence, any other tells where it comes from', () => {
  const error = (code: string): Error => Object.assign(new Error('no'), { code, path: '/disk' })
  assert.match(toldOf(error('ENOSPC')).message, /^The disk is full: free some space/)
  assert.match(toldOf(error('EROFS')).message, /^\/disk cannot be written: give this user/)
  assert.match(toldOf(error('EBUG')).message, /^Error: no\n +at /)
  assert.deepEqual(toldOf(new Failure('Do this.', { exitCode: 2 })).exitCode, 2)
})

test('log files stay below their limit in all, and keep what came last', t => {
  const folder = makeFolder(t)
  const limit = 40_000
  const logs = createLogFolder(folder, limit)
  const writers = ['cart-1', 'web-1'].map(name => ({ name, descriptor: logs.open(name) }))
  for (let round = 0; round < 200; round++) {
    for (const { descriptor } of writers)
      appendFileSync(descriptor, `${'x'.repeat(990)} ${round}\n`)
    logs.limit()
    const bytes = readdirSync(folder).map(name => statSync(join(folder, name)).size)
    assert.ok(bytes.reduce((sum, size) => sum + size, 0) <= limit + 2_000)
  }
  appendFileSync(writers[0]?.descriptor ?? 0, 'the last words\n')
  assert.equal(logs.tail('cart-1', 1)[0], 'the last words')
  for (const { descriptor } of writers) logs.close(descriptor)
})

test('gives each port once, the same at every start, from a range of its own', async () => {
  const [first, second] = [createPorts('seed', fixedPorts), createPorts('seed', fixedPorts)]
  const given = [await first.take(), await first.take(), await first.take()]
  assert.equal(new Set(given).size, 3)
  assert.ok(given.every(port => port >= 20_000 && port < 22_000))
  assert.equal(await second.take(), given[0])
})

test('gives no port that is taken', async t => {
  const port = await createPorts('taken', fixedPorts).take()
  await listen(t, port)
  assert.equal(await isFree(port), false)
  assert.equal(await isAnswered(port), true)
  assert.notEqual(await createPorts('taken', fixedPorts).take(), port)
})

test('says who listens on a port', async t => {
  const port = await createPorts('owner', fixedPorts).take()
  assert.equal(portOwner(port), undefined)
  await listen(t, port)
  if (process.platform !== 'linux') return
  assert.match(portOwner(port) ?? '', new RegExp(`\\(process ${process.pid}\\)$`))
})

test('keeps its secrets, and tells which file is damaged and what to do', t => {
  const folder = makeFolder(t)
  const secrets = loadSecrets(folder)
  assert.deepEqual(loadSecrets(folder), secrets)
  const names = readdirSync(folder)
  assert.equal(names.length, 8)
  for (const name of names) {
    const file = join(folder, name)
    const whole = readFileSync(file, 'utf8')
    for (const damaged of ['', whole.slice(0, 5)]) {
      writeFileSync(file, damaged)
      assert.throws(() => loadSecrets(folder), {
        name: 'Failure',
        message: `${file} is damaged: put it back, or forget the data with npm start -- --fresh.`
      })
    }
    writeFileSync(file, whole)
  }
  assert.deepEqual(loadSecrets(folder), secrets)
})

test('hands a process no secret in its environment, and nothing of npm', t => {
  const secrets = loadSecrets(makeFolder(t))
  const place: LabPlace = {
    root: '/checkout',
    data: '/lab/data',
    secrets,
    shop: 'http://localhost:8080',
    shopPort: 8080,
    registryUrl: 'http://127.0.0.1:20001',
    registryDns: '127.0.0.1:20005',
    discovery: 'consul',
    endpointsFile: '/lab/data/discovery/endpoints.json',
    tracesUrl: 'http://127.0.0.1:20002',
    logsUrl: 'http://127.0.0.1:20002/logs',
    providerUrl: 'http://127.0.0.1:20003',
    controlToken: '',
    stores: { mysqlUrl: undefined, mongoUrl: undefined },
    rateLimit: 500
  }
  const inherited = { PATH: '/bin', npm_config_cache: '/cache', NODE_TEST_CONTEXT: 'child' }
  for (const program of programs) {
    const instance = { id: `${program.service}-1`, port: 20_010, version: '1.2.3' }
    const env = environmentOf(program, instance, { place, inherited })
    assert.equal(env['PATH'], '/bin')
    assert.equal(env['npm_config_cache'] ?? env['NODE_TEST_CONTEXT'], undefined)
    const text = JSON.stringify(env)
    const { serviceSecret, demoPassword, staffToken } = secrets
    for (const secret of [serviceSecret, demoPassword, staffToken, 'PRIVATE KEY']) {
      assert.equal(text.includes(secret), false)
    }
    const knowsPrivateKey = 'CUSTOMER_TOKEN_PRIVATE_KEY_FILE' in env
    assert.equal(knowsPrivateKey, program.service === 'customer')
    assert.equal('SERVICE_SECRET_FILE' in env, program.kind !== 'backing')
    assert.equal(env['DISCOVERY'], program.kind === 'backing' ? undefined : 'consul')
    assert.equal(env['DNS_PORT'], program.service === 'registry' ? '20005' : undefined)
  }
})

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-runtime-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(folder, { recursive: true })
  return folder
}

function listen(t: TestContext, port: number): Promise<void> {
  const server = createServer()
  t.after(() => server.close())
  return new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
}
