import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createConsulAgent, type ConsulAgent } from '../../src/discovery/consul-agent.ts'
import { startScriptedRegistry } from './fixtures.ts'

async function setUp(t: TestContext) {
  const registry = await startScriptedRegistry(t)
  const agent = createConsulAgent(registry.url)
  t.after(() => agent.close())
  return { registry, agent }
}

const calls: Readonly<Record<string, (agent: ConsulAgent, id: string) => Promise<unknown>>> = {
  register: (agent, id) => agent.register({ ID: id }),
  isRegistered: (agent, id) => agent.isRegistered(id),
  maintain: (agent, id) => agent.maintain(id, 'stopping'),
  deregister: (agent, id) => agent.deregister(id)
}
/** Those of them that a registry may answer with 404 without a failure. */
const content = ['isRegistered', 'deregister']

for (const [name, call] of Object.entries(calls)) {
  for (const status of [400, 403, 404, 429, 500, 503]) {
    const isFine = status === 404 && content.includes(name)
    test(`${name} ${isFine ? 'is content with' : 'fails at'} ${status}`, async t => {
      const { registry, agent } = await setUp(t)
      const asked = call(agent, 'cart-1')
      ;(await registry.next()).answer({ status, body: 'Unknown service ID "cart-1"' })
      if (isFine) assert.ok(!(await asked))
      else await assert.rejects(asked)
    })
  }

  test(`${name} fails when the registry cuts it off`, async t => {
    const { registry, agent } = await setUp(t)
    const failed = assert.rejects(call(agent, 'cart-1'))
    ;(await registry.next()).drop()
    await failed
  })

  test(`${name} names the instance, whatever its id is`, async t => {
    const { registry, agent } = await setUp(t)
    const asked = call(agent, 'a/b?c#d ä')
    const question = await registry.next()
    assert.ok(question.path.endsWith(name === 'register' ? 'register' : '/a/b?c#d ä'))
    question.answer({ body: {} })
    await asked
  })
}

test('a registration that the registry took is no more than 200', async t => {
  const { registry, agent } = await setUp(t)
  const failed = assert.rejects(agent.register({ ID: 'cart-1' }), /204/)
  ;(await registry.next()).answer({ status: 204 })
  await failed
})

test('the two calls that repeat share one connection', async t => {
  const { registry, agent } = await setUp(t)
  const ports: unknown[] = []
  for (let round = 0; round < 3; round++) {
    for (const asked of [agent.register({ ID: 'cart-1' }), agent.isRegistered('cart-1')]) {
      const question = await registry.next()
      ports.push(question.port)
      // More than what is read at once: it must not be left on the connection.
      question.answer({ body: 'x'.repeat(100_000) })
      await asked
    }
  }
  assert.equal(ports.length, 6)
  assert.equal(new Set(ports).size, 1)
})

test('no call waits longer than two seconds for a registry that is silent', async t => {
  const sockets = new Set<Socket>()
  const server = createServer(socket => sockets.add(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    sockets.forEach(socket => socket.destroy())
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const limits = Object.values(calls).map(async call => {
    // One each, so that none waits behind another.
    const agent = createConsulAgent(`http://127.0.0.1:${port}`)
    t.after(() => agent.close())
    const startedAt = performance.now()
    await assert.rejects(call(agent, 'cart-1'))
    return performance.now() - startedAt
  })
  for (const ms of await Promise.all(limits)) assert.ok(ms > 1_500 && ms < 5_000, `${ms}`)
})

test('closing ends what is under way', async t => {
  for (const call of [calls['register'], calls['isRegistered']]) {
    const { registry, agent } = await setUp(t)
    const failed = assert.rejects(call?.(agent, 'cart-1') ?? Promise.resolve())
    await registry.next()
    const closedAt = performance.now()
    await agent.close()
    await failed
    // Otherwise its own limit ends it.
    assert.ok(performance.now() - closedAt < 1_500)
  }
})
