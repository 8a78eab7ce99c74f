import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { ControlClient } from '../../src/control/client.ts'
import { httpCall } from '../../src/runtime/http-call.ts'
import { programs } from '../../src/runtime/programs.ts'
import { createStubs, startLab, until } from '../stub-lab.ts'

test('callers find the proxy under the same id, with the same check, until it is healed', async t => {
  const { client, registered, own } = await labWithCart(t)
  const before = await registered()
  assert.equal(before.port, own)
  await client.fault('cart-1', { kind: 'latency', ms: 300, jitterMs: 0 })
  const during = await registered()
  assert.notEqual(during.port, own)
  assert.deepEqual({ ...during, port: own }, before)
  const startedAt = performance.now()
  assert.equal(await ask(during.port), 'cart-1')
  assert.ok(performance.now() - startedAt >= 299)
  assert.deepEqual(await client.heal(undefined), ['cart-1'])
  assert.deepEqual(await registered(), before)
  assert.deepEqual(await client.heal(undefined), [])
})

test('a second fault takes the place of the first, on the same port', async t => {
  const { client, registered } = await labWithCart(t)
  await client.fault('cart-1', { kind: 'hang' })
  const { port } = await registered()
  const asked = ask(port)
  await client.fault('cart-1', { kind: 'latency', ms: 1, jitterMs: 0 })
  assert.equal((await registered()).port, port)
  assert.equal(await asked, 'cart-1')
})

test('the status shows the fault beside the process, and its own port', async t => {
  const { client, own } = await labWithCart(t)
  await client.fault('cart-1', { kind: 'cut', afterBytes: 10 })
  const { instances, processes } = await client.status()
  const cart = instances.find(({ id }) => id === 'cart-1')
  assert.equal(cart?.fault, 'cut after 10 bytes')
  assert.equal(cart.port, own)
  assert.equal(cart.state, 'ready')
  assert.equal(instances.filter(({ service }) => service === 'cart').length, 1)
  assert.ok(processes.some(({ id, state }) => id === 'proxy-1' && state === 'ready'))
  await client.heal('cart-1')
  const healed = (await client.status()).instances.find(({ id }) => id === 'cart-1')
  assert.equal(healed && 'fault' in healed, false)
})

test('a process that starts anew has no fault', async t => {
  const { client, home } = await labWithCart(t)
  await client.fault('cart-1', { kind: 'hang' })
  await client.kill('cart-1', 'KILL')
  await until('it is gone', async () => (await cartOf(client))?.state === 'gone')
  await client.scale('cart', 1)
  await until('it runs', async () => (await cartOf(client))?.pid !== null)
  await register(client, home)
  const cart = await cartOf(client)
  assert.equal(cart && 'fault' in cart, false)
})

test('says where nothing can stand, and what is no fault', async t => {
  const { client } = await labWithCart(t)
  const none = { kind: 'hang' } as const
  await assert.rejects(client.fault('edge-1', none), /edge-1 is not found through the registry/)
  await assert.rejects(client.fault('cart-7', none), /There is no instance "cart-7"/)
  await assert.rejects(client.fault('web-1', none), /The registry does not know web-1/)
  await assert.rejects(client.heal('cart-7'), /There is no instance "cart-7"/)
  const wrong = { kind: 'latency', ms: -1, jitterMs: 0 } as const
  await assert.rejects(client.fault('cart-1', wrong), /ms must be a whole number from 0 to 600000/)
})

type Registered = { readonly port: number } & Readonly<Record<string, unknown>>

async function labWithCart(t: TestContext): Promise<{
  readonly client: ControlClient
  readonly home: string
  readonly own: number
  readonly registered: () => Promise<Registered>
}> {
  const stubs = createStubs(t)
  const backing = programs.filter(({ service }) => ['registry', 'proxy'].includes(service))
  const { client } = await startLab({ ...stubs, programs: [...stubs.programs, ...backing] })
  const own = await register(client, stubs.home)
  const url = await registryOf(client)
  const registered = async (): Promise<Registered> => {
    const { text } = await httpCall({ url: `${url}/v1/health/service/cart`, timeoutMs: 2_000 })
    const [first] = JSON.parse(text) as { Service: Fields; Checks: Fields[] }[]
    assert.ok(first)
    const { ID, Address, Port, Meta, Weights } = first.Service
    const checks = first.Checks.map(({ CheckID, Interval, Type }) => ({ CheckID, Interval, Type }))
    return { port: Port as number, ID, Address, Meta, Weights, checks }
  }
  return { client, home: stubs.home, own, registered }
}

type Fields = Readonly<Record<string, unknown>>

/** As the chassis of a service does; the stubs have none. */
async function register(client: ControlClient, home: string): Promise<number> {
  const port = (await cartOf(client))?.port ?? 0
  const lab = readFileSync(join(home, 'secrets', 'lab-id'), 'utf8').trim()
  const body = {
    ID: `cart-1-${port}`,
    Name: 'cart',
    Address: '127.0.0.1',
    Port: port,
    Meta: { lab, instance: 'cart-1', version: '1.0.0' },
    Weights: { Passing: 10, Warning: 1 },
    Check: {
      CheckID: `ready:cart-1-${port}`,
      HTTP: `http://127.0.0.1:${port}/readyz`,
      Interval: '1000ms',
      Status: 'passing'
    }
  }
  const url = `${await registryOf(client)}/v1/agent/service/register`
  assert.equal((await httpCall({ url, method: 'PUT', body, timeoutMs: 2_000 })).status, 200)
  return port
}

async function cartOf(client: ControlClient) {
  return (await client.status()).instances.find(({ id }) => id === 'cart-1')
}

async function registryOf(client: ControlClient): Promise<string> {
  const { backing } = await client.status()
  return backing.find(({ name }) => name === 'registry')?.url ?? ''
}

async function ask(port: number): Promise<string> {
  return (await httpCall({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 })).text
}
