import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { findControl } from '../src/control/note.ts'
import { createControlClient, type ControlClient } from '../src/control/client.ts'
import type { FullStatus, InstanceStatus } from '../src/control/status.ts'
import { httpCall } from '../src/runtime/http-call.ts'
import type { Program } from '../src/runtime/programs.ts'
import { scale } from '../src/verbs/instances.ts'
import { logs } from '../src/verbs/telemetry.ts'
import type { VerbContext } from '../src/verbs/verb.ts'
import { createStubs, isRunning, root, startLab, until } from './stub-lab.ts'

/** What a verb does to one service it does to each. */
const small = { instances: { web: 0 } }

test('a process that dies by itself is started again, and that is counted', async t => {
  const { client } = await startLab(createStubs(t), small)
  const before = await find(client, 'cart-1')
  await die(before)
  await until('it is ready again', async () => {
    const { state, restarts } = await find(client, 'cart-1')
    return state === 'ready' && restarts === 1
  })
  const after = await find(client, 'cart-1')
  assert.notEqual(after.pid, before.pid)
  process.kill(after.pid ?? 0, 'SIGKILL')
  await until('it is ready again', async () => (await find(client, 'cart-1')).restarts === 2)
})

test('a process that was killed by a verb stays away until it is scaled', async t => {
  const { client } = await startLab(createStubs(t), small)
  const { pid } = await find(client, 'cart-1')
  await client.kill('cart-1', 'KILL')
  await until('it is gone', async () => (await find(client, 'cart-1')).state === 'gone')
  assert.equal(isRunning(pid ?? 0), false)
  assert.deepEqual(await restartsOfAll(client), [0, 0])
  await client.scale('cart', 1)
  await until('it is ready', async () => (await find(client, 'cart-1')).state === 'ready')
})

test('a process that was stopped by a verb stays away until it is scaled', async t => {
  const { client } = await startLab(createStubs(t), small)
  await client.stop('cart-1')
  const stopped = await find(client, 'cart-1')
  assert.equal(stopped.state, 'stopped')
  assert.equal(stopped.pid, null)
  await client.scale('cart', 1)
  await until('it is ready', async () => (await find(client, 'cart-1')).state === 'ready')
})

test('a process that survives a signal is started again when it dies later', async t => {
  const { client } = await startLab(createStubs(t), small)
  await client.kill('cart-1', 'STOP')
  await client.kill('cart-1', 'sigcont')
  await die(await find(client, 'cart-1'))
  await until('it lives again', async () => (await find(client, 'cart-1')).restarts === 1)
})

test('scales to the lowest free numbers and drains the highest', async t => {
  const { client } = await startLab(createStubs(t), small)
  await client.scale('cart', 3)
  await client.kill('cart-2', 'KILL')
  await until('it is gone', async () => (await find(client, 'cart-2')).state === 'gone')
  assert.deepEqual(await idsOf(client, 'cart'), ['cart-1', 'cart-2', 'cart-3'])
  await client.scale('cart', 4)
  await until('all are ready', async () => (await readyOf(client, 'cart')).length === 4)
  assert.deepEqual(await idsOf(client, 'cart'), ['cart-1', 'cart-2', 'cart-3', 'cart-4'])
  await client.scale('cart', 1)
  assert.deepEqual(await idsOf(client, 'cart'), ['cart-1'])
  await client.scale('cart', 0)
  assert.deepEqual(await idsOf(client, 'cart'), [])
})

test('two commands at once start no process twice', async t => {
  const { client } = await startLab(createStubs(t), small)
  await Promise.all([client.scale('cart', 3), client.scale('cart', 3), client.scale('cart', 3)])
  const pids = (await readyOr(client)).map(({ pid }) => pid)
  assert.deepEqual(await idsOf(client, 'cart'), ['cart-1', 'cart-2', 'cart-3'])
  assert.equal(new Set(pids).size, pids.length)
})

test('kills and stops nothing that does not run, and says how to bring it back', async t => {
  const { client } = await startLab(createStubs(t), small)
  await client.kill('cart-1', 'KILL')
  await until('it is gone', async () => (await find(client, 'cart-1')).state === 'gone')
  const message = 'cart-1 does not run: "scale cart N" brings it back.'
  await assert.rejects(client.kill('cart-1', 'KILL'), { name: 'Failure', message })
  await assert.rejects(client.stop('cart-1'), { name: 'Failure', message })
})

test('takes the name of a service for its instance only where there can be no other', async t => {
  const { client } = await startLab(createStubs(t), small)
  await assert.rejects(
    client.kill('cart', 'KILL'),
    /^Failure: There is no instance "cart": did you mean cart-1\?/
  )
  await client.kill('edge', 'KILL')
  await until('it is gone', async () => (await find(client, 'edge-1')).state === 'gone')
})

test('scale waits for the processes that it started, not for those of the user', async () => {
  const instance = { service: 'cart', host: '127.0.0.1', version: '', restarts: 0, startedAt: 1 }
  const external = { ...instance, id: 'cart-external-7000', port: 7_000, pid: null }
  const own = { ...instance, id: 'cart-1', port: 7_001, pid: 5 }
  const looks = [
    [{ ...own, state: 'starting' } as const, { ...external, state: 'ready' } as const],
    [{ ...own, state: 'ready' } as const, { ...external, state: 'ready' } as const]
  ]
  const status = (): Promise<FullStatus> => {
    const instances = looks.shift() ?? []
    return Promise.resolve({
      shop: '',
      launcher: { pid: 1 },
      instances,
      backing: [],
      processes: []
    })
  }
  const client = { scale: () => Promise.resolve(), status } as unknown as ControlClient
  const printed: string[] = []
  const context = { control: () => client, print: (text: string) => void printed.push(text) }
  await scale.run(context as unknown as VerbContext, { words: ['cart', '1'], options: {} })
  assert.deepEqual(printed, ['cart: cart-1 ready, cart-external-7000 ready'])
})

test('says beside the lines that there are none, and refuses an id that is none', async t => {
  const port = await listen(t, JSON.stringify({ lines: [], cursor: 0 }))
  const printed: string[] = []
  const context = {
    note: () => ({ logsUrl: `http://127.0.0.1:${port}/logs` }),
    print: (text: string) => void printed.push(text),
    signal: new AbortController().signal
  } as unknown as VerbContext
  const write = t.mock.method(process.stderr, 'write', () => true)
  const options = { service: 'cat', correlation: 'A'.repeat(32) }
  assert.equal(await logs.run(context, { words: [], options }), 0)
  assert.deepEqual(
    [printed, write.mock.calls.map(call => call.arguments[0])],
    [[], ['No line fits.\n']]
  )
  const wrong = logs.run(context, { words: [], options: { correlation: 'zzz' } })
  await assert.rejects(
    wrong,
    /^Failure: --correlation must have 16 or 32 hexadecimal digits, not "zzz"/
  )
})

test('tells what it does not know in one sentence', async t => {
  const { client } = await startLab(createStubs(t), small)
  const known = 'there are edge, cart, web'
  await assert.rejects(client.scale('catalogue', 1), {
    exitCode: 2,
    message: `There is no service "catalogue"; ${known}.`
  })
  await assert.rejects(
    client.kill('cart-9', 'KILL'),
    /^Failure: There is no instance "cart-9": did you mean cart-1\?/
  )
  await assert.rejects(client.kill('cart-1', 'LOUD'), /^Failure: There is no signal LOUD/)
  await assert.rejects(client.scale('edge', 2), /^Failure: At most 1 of edge can run at once/)
  await assert.rejects(client.external('edge', 4_000), /^Failure: edge has one fixed address/)
})

test('lets in nobody without the token', async t => {
  const stubs = createStubs(t)
  await startLab(stubs, small)
  const note = findControl(stubs.home)
  assert.ok(note)
  const url = `${note.url}/status`
  const good = { authorization: `Bearer ${note.token}` }
  const call = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await httpCall({ url, headers, timeoutMs: 2_000 })).status
  assert.equal(await call(good), 200)
  assert.equal(await call({}), 401)
  assert.equal(await call({ authorization: 'Bearer guess' }), 401)
  assert.equal(await call({ ...good, host: 'evil.example' }), 401)
  const wrong = createControlClient({ ...note, token: 'guess' })
  await assert.rejects(wrong.down(), /not allowed/)
  assert.equal(await call(good), 200)
})

test('ends the lab when it is told to', async t => {
  let isDown = false
  const stubs = createStubs(t)
  const { client } = await startLab(stubs, { ...small, onDown: () => (isDown = true) })
  const pids = (await readyOr(client)).flatMap(({ pid }) => pid ?? [])
  await client.down()
  await until('it is down', () => isDown)
  assert.deepEqual(pids.filter(isRunning), [])
  assert.equal(findControl(stubs.home), undefined)
})

test('a process that the user runs counts as an instance, and only once', async t => {
  const stubs = createStubs(t)
  const registry: Program = {
    service: 'registry',
    entry: join(root, 'packages', 'lab', 'src', 'registry', 'main.ts'),
    kind: 'backing',
    instancesMax: 1,
    needs: ['folder']
  }
  const programs = [...stubs.programs, registry]
  const { client } = await startLab({ ...stubs, programs }, small)
  const port = await listen(t)
  const { id, settings } = await client.external('cart', port)
  assert.ok(settings.startsWith(stubs.home))
  const stateNow = async (): Promise<string> => (await find(client, id)).state
  await until('the registry knows it', async () => (await stateNow()) === 'ready')
  const { backing } = await client.status()
  const url = backing.find(({ name }) => name === 'registry')?.url ?? ''
  const registered = async (): Promise<readonly string[]> => {
    const { text } = await httpCall({ url: `${url}/v1/health/service/cart`, timeoutMs: 2_000 })
    return (JSON.parse(text) as { Service: { ID: string } }[]).map(each => each.Service.ID)
  }
  assert.deepEqual(await registered(), [id])
  await registerItself(url, port, await labIdOf(url))
  await until('it is there once', async () => (await registered()).join() === 'itself')
  assert.equal(await stateNow(), 'ready')
  assert.equal(await client.removeExternal('cart', port), true)
  assert.equal(await client.removeExternal('cart', port), false)
})

async function find(client: ControlClient, id: string): Promise<InstanceStatus> {
  const { instances } = await client.status()
  const found = instances.find(each => each.id === id)
  assert.ok(found, `${id} is not there`)
  return found
}

async function idsOf(client: ControlClient, service: string): Promise<readonly string[]> {
  return (await readyOr(client)).filter(each => each.service === service).map(({ id }) => id)
}

async function readyOf(client: ControlClient, service: string): Promise<readonly InstanceStatus[]> {
  const all = await readyOr(client)
  return all.filter(each => each.service === service && each.state === 'ready')
}

async function readyOr(client: ControlClient): Promise<readonly InstanceStatus[]> {
  return (await client.status()).instances
}

async function restartsOfAll(client: ControlClient): Promise<readonly number[]> {
  return (await readyOr(client)).map(({ restarts }) => restarts)
}

async function die({ port }: InstanceStatus): Promise<void> {
  await httpCall({ url: `http://127.0.0.1:${port}/die`, timeoutMs: 2_000 }).catch(() => undefined)
}

async function labIdOf(url: string): Promise<string> {
  const { text } = await httpCall({ url: `${url}/v1/health/service/cart`, timeoutMs: 2_000 })
  const [first] = JSON.parse(text) as { Service: { Meta: Record<string, string> } }[]
  return first?.Service.Meta['lab'] ?? ''
}

async function registerItself(url: string, port: number, lab: string): Promise<void> {
  const body = { ID: 'itself', Name: 'cart', Address: '127.0.0.1', Port: port, Meta: { lab } }
  const path = '/v1/agent/service/register'
  await httpCall({ url: `${url}${path}`, method: 'PUT', body, timeoutMs: 2_000 })
}

function listen(t: TestContext, body = ''): Promise<number> {
  const server = createServer((_request, response) => response.end(body))
  t.after(() => server.close())
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
