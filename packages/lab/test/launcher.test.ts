import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findOwnBacking } from '../src/runtime/backing.ts'
import { ownDatabaseUrl, prepareOwnStores, readOwnStores } from '../src/runtime/own-stores.ts'
import { programs } from '../src/runtime/programs.ts'
import { httpCall } from '../src/runtime/http-call.ts'
import { createStubs, isRunning, makeLauncher, startLab, until } from './stub-lab.ts'

/** Where it does not matter what runs. */
const small = { instances: { web: 0 } }

test('starts every program and is ready when the shop answers', async t => {
  const stubs = createStubs(t)
  const { client, progress } = await startLab(stubs)
  const status = await client.status()
  assert.deepEqual(
    status.instances.map(({ id, state }) => [id, state]),
    [
      ['edge-1', 'ready'],
      ['cart-1', 'ready'],
      ['web-1', 'ready']
    ]
  )
  assert.equal((await httpCall({ url: `${status.shop}/shop`, timeoutMs: 1_000 })).status, 200)
  assert.ok(progress.some(text => text.includes('waiting for')))
})

test('starts as many instances as it is told', async t => {
  const { client } = await startLab(createStubs(t), { instances: { cart: 3, web: 0 } })
  const { instances } = await client.status()
  assert.deepEqual(
    instances.map(({ id }) => id),
    ['edge-1', 'cart-1', 'cart-2', 'cart-3']
  )
})

test('leaves no process, no lock and no note behind', async t => {
  const stubs = createStubs(t)
  const { client, launcher } = await startLab(stubs)
  const pids = (await client.status()).instances.flatMap(({ pid }) => pid ?? [])
  assert.equal(pids.length, 3)
  await launcher.stop()
  assert.deepEqual(pids.filter(isRunning), [])
  for (const name of ['lock', 'control.json', 'processes.json']) {
    assert.equal(existsSync(join(stubs.home, name)), false, name)
  }
})

test('ends within five seconds even what hears nothing, the edge first', async t => {
  const stubs = createStubs(t, { cart: 'deaf', web: 'spinning' })
  const { client, launcher } = await startLab(stubs)
  const pidOf = new Map((await client.status()).instances.map(({ id, pid }) => [id, pid ?? 0]))
  const startedAt = Date.now()
  const stopped = launcher.stop()
  await until('the edge has ended', () => !isRunning(pidOf.get('edge-1') ?? 0))
  assert.ok(isRunning(pidOf.get('cart-1') ?? 0))
  await stopped
  assert.ok(Date.now() - startedAt < 5_000)
  assert.deepEqual([...pidOf.values()].filter(isRunning), [])
})

test('ends a process that is stopped', async t => {
  const { client, launcher } = await startLab(createStubs(t))
  const { instances } = await client.status()
  await client.kill('cart-1', 'STOP')
  await launcher.stop()
  assert.deepEqual(instances.flatMap(({ pid }) => pid ?? []).filter(isRunning), [])
})

test('can be stopped while it starts', async t => {
  const stubs = createStubs(t, { web: 'never-ready' })
  const launcher = makeLauncher(stubs)
  const started = launcher.start()
  const refused = assert.rejects(started, { message: 'The lab was stopped.' })
  await until('processes run', () => existsSync(join(stubs.home, 'processes.json')))
  const notes = JSON.parse(readFileSync(join(stubs.home, 'processes.json'), 'utf8')) as {
    readonly pid: number
  }[]
  await launcher.stop()
  await refused
  assert.deepEqual(notes.map(({ pid }) => pid).filter(isRunning), [])
  assert.equal(existsSync(join(stubs.home, 'lock')), false)
})

test('says which program does not start, with the end of its log', async t => {
  const launcher = makeLauncher(createStubs(t, { cart: 'dies-at-start' }))
  await assert.rejects(launcher.start(), error => {
    assert.ok(error instanceof Error)
    assert.match(error.message, /^cart-1 does not start; the end of .*cart-1\.log says why:/)
    assert.match(error.message, /no such table: carts/)
    return true
  })
})

test('says which program is not ready in time', async t => {
  const stubs = createStubs(t, { web: 'never-ready' })
  const launcher = makeLauncher(stubs, { timeoutMs: 1_000 })
  await assert.rejects(launcher.start(), /web-1 is not ready after 1 s.*\n.*busy with nothing/)
})

test('keeps secrets that only this user can read, the same at every start', async t => {
  const stubs = createStubs(t)
  const first = await startLab(stubs, small)
  await first.launcher.stop()
  const names = [
    'service-secret',
    'session-secret',
    'customer-private-key.pem',
    'customer-public-key.pem',
    'provider-api-key',
    'demo-password',
    'staff-token',
    'lab-id'
  ]
  const read = (): readonly string[] =>
    names.map(name => readFileSync(join(stubs.home, 'secrets', name), 'utf8'))
  const secrets = read()
  for (const name of names) {
    assert.equal(statSync(join(stubs.home, 'secrets', name)).mode & 0o777, 0o600, name)
  }
  await startLab(stubs, small)
  assert.deepEqual(read(), secrets)
  assert.equal(statSync(join(stubs.home, 'control.json')).mode & 0o777, 0o600)
})

test('forgets the data of earlier starts when it is told to', async t => {
  const stubs = createStubs(t)
  const first = await startLab(stubs, small)
  const password = readFileSync(join(stubs.home, 'secrets', 'demo-password'), 'utf8')
  await first.launcher.stop()
  await startLab(stubs, { ...small, fresh: true })
  assert.notEqual(readFileSync(join(stubs.home, 'secrets', 'demo-password'), 'utf8'), password)
})

test('fills what is empty at the first start and when the data is gone, and tells so', async t => {
  const stubs = createStubs(t, { customer: 'good' })
  const tells = async (): Promise<boolean> => {
    const { launcher, progress } = await startLab(stubs, { instances: { cart: 0, web: 0 } })
    await launcher.stop()
    return progress.some(text => text.endsWith('the demo customer'))
  }
  assert.equal(await tells(), true)
  assert.equal(await tells(), false)
  rmSync(join(stubs.home, 'data'), { recursive: true })
  assert.equal(await tells(), true)
})

test('refuses a Consul or Zipkin that does not answer', async t => {
  for (const name of ['CONSUL_HTTP_ADDR', 'ZIPKIN_URL']) {
    const env = { ...process.env, [name]: 'http://127.0.0.1:1' }
    const launcher = makeLauncher(createStubs(t), { env })
    await assert.rejects(launcher.start(), new RegExp(`^Failure: ${name} is set, but nothing`))
    await launcher.stop()
  }
})

test('gives each service a database of this lab on the servers that the user names', () => {
  const stores = readOwnStores({
    MYSQL_URL: 'mysql://root:pw@127.0.0.1:3306',
    MONGO_URL: 'mongodb://root:pw@127.0.0.1:27017/?authSource=admin'
  })
  const at = { stores, labId: 'ab12' }
  assert.equal(ownDatabaseUrl('cart', at), 'mysql://root:pw@127.0.0.1:3306/microzon_ab12_cart')
  assert.equal(
    ownDatabaseUrl('product', at),
    'mongodb://root:pw@127.0.0.1:27017/microzon_ab12_product?authSource=admin'
  )
  const none = { stores: readOwnStores({ MYSQL_URL: '' }), labId: 'ab12' }
  assert.equal(ownDatabaseUrl('cart', none), undefined)
})

test('refuses database servers that are none, or do not answer, without their passwords', async () => {
  for (const [name, text] of [
    ['MYSQL_URL', 'http://root:secret@127.0.0.1'],
    ['MONGO_URL', 'secret'],
    ['MYSQL_URL', 'mysql://']
  ] as const) {
    assert.throws(
      () => readOwnStores({ [name]: text }),
      (error: Error) =>
        error.message.startsWith(`${name} is no address`) && !error.message.includes('secret')
    )
  }
  const databases = programs.filter(({ needs }) => needs.includes('database'))
  const away = { MYSQL_URL: 'mysql://root:secret@127.0.0.1:1', MONGO_URL: 'mongodb://127.0.0.1:1' }
  // Side by side, since a driver takes seconds to give up.
  const refusals = Object.entries(away).map(([name, text]) => {
    const stores = readOwnStores({ [name]: text })
    return assert.rejects(
      prepareOwnStores(databases, { stores, labId: 'a' }),
      (error: Error) =>
        error.message.startsWith(`${name} is set, but 127.0.0.1:1 cannot be used`) &&
        !error.message.includes('secret')
    )
  })
  await Promise.all(refusals)
})

test('a database server that does not answer holds the process no longer than the refusal', () => {
  const source = JSON.stringify(join(import.meta.dirname, '../src/runtime/own-stores.ts'))
  const script = `const { prepareOwnStores, readOwnStores } = await import(${source})
    const programs = ['cart', 'product'].map(service => ({ service, needs: ['database'] }))
    const stores = readOwnStores({ MYSQL_URL: 'mysql://127.0.0.1:1', MONGO_URL: 'mongodb://127.0.0.1:1' })
    await prepareOwnStores(programs, { stores, labId: 'a' }).catch(error => console.log(error.name))`
  // The refusal comes after 5 s; a driver left to itself tries for 30.
  const options = { encoding: 'utf8', timeout: 20_000 } as const
  const { stdout, signal } = spawnSync(process.execPath, ['-e', script], options)
  assert.deepEqual([stdout, signal], ['Failure\n', null])
})

test('tells what an address of a Consul or Zipkin looks like', async () => {
  for (const [name, example] of [
    ['CONSUL_HTTP_ADDR', 'http://127.0.0.1:8500'],
    ['ZIPKIN_URL', 'http://127.0.0.1:9411']
  ] as const) {
    const message = `${name} is no address: set it to one such as ${example}, or unset it.`
    await assert.rejects(findOwnBacking({ [name]: 'http://' }), { name: 'Failure', message })
  }
})
