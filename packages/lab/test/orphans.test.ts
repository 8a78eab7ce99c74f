import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { findControl } from '../src/control/note.ts'
import { signalGroup } from '../src/runtime/child.ts'
import { isAlive, type ProcessIdentity } from '../src/runtime/process-identity.ts'
import {
  createStubs,
  isRunning,
  startProcess,
  until,
  type StartedProcess,
  type Stubs
} from './stub-lab.ts'

test('prints the addresses when the shop answers, and ends by Ctrl-C with exit code 0', async t => {
  const stubs = createStubs(t)
  const lab = startProcess(stubs)
  await isReady(lab)
  assert.match(lab.output(), /Shop +http:\/\/localhost:\d+\n/)
  assert.match(lab.output(), /Customer +ada@example\.org +password \S+\n/)
  assert.match(lab.output(), /Status +http:\/\/localhost:\d+\/status\/services\n/)
  const children = childrenOf(stubs)
  assert.equal(children.length, 3)
  lab.child.kill('SIGINT')
  lab.child.kill('SIGINT')
  assert.equal(await lab.exited, 0)
  assert.deepEqual(children.filter(isAlive), [])
})

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`ends by ${signal} as by Ctrl-C`, async t => {
    const stubs = createStubs(t)
    const lab = startProcess(stubs)
    await isReady(lab)
    const children = childrenOf(stubs)
    lab.child.kill(signal)
    assert.equal(await lab.exited, 0)
    assert.deepEqual(children.filter(isAlive), [])
    assert.equal(existsSync(join(stubs.home, 'lock')), false)
  })
}

test('its processes end when it is killed with -9, and the next start finds no obstacle', async t => {
  const stubs = createStubs(t)
  const lab = startProcess(stubs)
  await isReady(lab)
  const children = childrenOf(stubs)
  lab.child.kill('SIGKILL')
  await until('all have ended', () => !children.some(isAlive), 5_000)
  assert.equal(findControl(stubs.home), undefined)
  const next = startProcess(stubs)
  await isReady(next)
  next.child.kill('SIGINT')
  assert.equal(await next.exited, 0)
})

test('what computes without pause ends too', { skip: withoutDeathSignal() }, async t => {
  const stubs = createStubs(t, { cart: 'spinning' })
  const lab = startProcess(stubs)
  await isReady(lab)
  const children = childrenOf(stubs)
  lab.child.kill('SIGKILL')
  await until('all have ended', () => !children.some(isAlive), 5_000)
})

test('a process that outlived its launcher is ended by the next start', async t => {
  const stubs = createStubs(t)
  const lab = startProcess(stubs)
  await isReady(lab)
  lab.child.kill('SIGINT')
  await lab.exited
  const left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  t.after(() => signalGroup(left.pid ?? 0, 'SIGKILL'))
  const gone = new Promise(resolve => left.once('exit', resolve))
  const { identityOf } = await import('../src/runtime/process-identity.ts')
  const notes = [identityOf(left.pid ?? 0), { pid: process.pid, start: 'another process' }]
  writeFileSync(join(stubs.home, 'processes.json'), JSON.stringify(notes))
  await isReady(startProcess(stubs))
  await gone
})

test('ends with the process that started it', async t => {
  const stubs = createStubs(t)
  // npm, in the place of which a shell stands here, is killed with -9 and can pass nothing on.
  const lab = startProcess(stubs, { through: 'sh' })
  await isReady(lab)
  const children = childrenOf(stubs)
  const { pid } = JSON.parse(readFileSync(join(stubs.home, 'lock'), 'utf8')) as ProcessIdentity
  assert.notEqual(pid, lab.child.pid)
  lab.child.kill('SIGKILL')
  await until('all have ended', () => !isRunning(pid) && !children.some(isAlive), 5_000)
  assert.equal(existsSync(join(stubs.home, 'lock')), false)
})

test('a second lab in the same folder is refused and disturbs nothing', async t => {
  const stubs = createStubs(t)
  const first = startProcess(stubs)
  await isReady(first)
  const second = startProcess(stubs)
  assert.equal(await second.exited, 1)
  const sentence = `uses this folder: stop it (npm run lab -- down) or choose another folder with --data DIR.`
  assert.ok(second.output().trim().endsWith(sentence), second.output())
  assert.equal(second.output().trim().split('\n').length, 1)
  assert.ok(childrenOf(stubs).every(isAlive))
  assert.notEqual(findControl(stubs.home), undefined)
  first.child.kill('SIGINT')
  assert.equal(await first.exited, 0)
})

test('a port that is taken is told with who has it, and nothing runs', async t => {
  const stubs = createStubs(t)
  const server = createServer()
  t.after(() => server.close())
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  const who = process.platform === 'linux' ? ` by .* \\(process ${process.pid}\\)` : '.*'
  const [shop, debug] = [`Port ${port}`, `Port ${port}, for the debugger of cart-1,`]
  for (const [args, place, option] of [
    [['--port', String(port)], shop, '--port N'],
    [['--inspect', `cart-1=${port}`], debug, '--inspect cart-1=N']
  ] as const) {
    const lab = startProcess(stubs, { args })
    assert.equal(await lab.exited, 1)
    const advice = `stop what listens there, or choose another port with ${option}\\.`
    assert.match(lab.output(), new RegExp(`^${place} is taken${who}: ${advice}\\n$`))
    assert.equal(existsSync(join(stubs.home, 'lock')), false)
    assert.equal(existsSync(join(stubs.home, 'processes.json')), false)
  }
})

test('a port that is for other users only is told', { skip: everyPortIsFree() }, () => {
  const source = JSON.stringify(join(import.meta.dirname, '..', 'src', 'launch', 'refuse-port.ts'))
  const asks = `const { refusePort } = await import(${source})
    await refusePort(80, { option: '--port N' }).catch(error => console.log(error.message))`
  const node = [process.execPath, '--input-type=module', '-e', asks]
  // Root may take every port, unless it starts without the right to.
  const without = ['setpriv', '--bounding-set=-net_bind_service']
  const [command = '', ...words] = process.getuid?.() === 0 ? [...without, ...node] : node
  const { stdout } = spawnSync(command, words, { encoding: 'utf8' })
  assert.match(stdout, /^Port 80 is not for this user: choose one from 1024 on with --port N/)
})

test('a folder that cannot be written is told', async t => {
  const stubs = createStubs(t)
  mkdirSync(stubs.home)
  chmodSync(stubs.home, 0o500)
  // Nothing is forbidden to root, but for making folders where the kernel shows its own.
  const isRoot = process.getuid?.() === 0
  const lab = startProcess(isRoot ? { ...stubs, home: '/sys/microzon' } : stubs)
  assert.equal(await lab.exited, 1)
  assert.match(lab.output(), /cannot be written: give this user the right to/)
})

test('returns with --detach when the shop answers, and lives on until it is told', async t => {
  const stubs = createStubs(t)
  const lab = startProcess(stubs, { args: ['--detach'] })
  assert.equal(await lab.exited, 0)
  assert.match(lab.output(), /Microzon is ready after .*; npm run lab -- down ends it\./)
  const note = findControl(stubs.home)
  assert.ok(note)
  stubs.after(() => {
    if (isRunning(note.pid)) process.kill(note.pid, 'SIGKILL')
  })
  const children = childrenOf(stubs)
  assert.ok(children.length === 3 && children.every(isAlive))
  const lab2 = join(import.meta.dirname, '..', 'src', 'lab.ts')
  const down = spawnSync(process.execPath, [lab2, 'down', '--data', stubs.home], {
    encoding: 'utf8'
  })
  assert.equal(down.stdout, 'The lab has ended.\n')
  assert.equal(down.status, 0)
  assert.deepEqual(children.filter(isAlive), [])
  assert.equal(isRunning(note.pid), false)
})

test('says with --detach why it did not start', async t => {
  const stubs = createStubs(t, { cart: 'dies-at-start' })
  const lab = startProcess(stubs, { args: ['--detach'] })
  assert.equal(await lab.exited, 1)
  assert.match(lab.output(), /cart-1 does not start.*\n.*no such table/)
  assert.equal(existsSync(join(stubs.home, 'lock')), false)
})

async function isReady(lab: StartedProcess): Promise<void> {
  await until('the lab is ready', () => {
    if (lab.child.exitCode !== null) throw new Error(`it has ended: ${lab.output()}`)
    return lab.output().includes('Microzon is ready')
  })
}

function childrenOf({ home }: Stubs): readonly ProcessIdentity[] {
  return JSON.parse(readFileSync(join(home, 'processes.json'), 'utf8')) as ProcessIdentity[]
}

function withoutDeathSignal(): string | false {
  const { status } = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'])
  return status !== 0 && 'needs setpriv'
}

function everyPortIsFree(): string | false {
  const file = '/proc/sys/net/ipv4/ip_unprivileged_port_start'
  const isOpen = process.platform !== 'linux' || Number(readFileSync(file, 'utf8')) <= 80
  return isOpen && 'every port is for everybody here'
}
