import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import {
  connect,
  createServer as createProxy,
  type AddressInfo,
  type Server as Listener
} from 'node:net'
import { after, before, describe, test, type TestContext } from 'node:test'
import {
  createConsulRegistrar,
  createConsulResolver,
  type EndpointSet,
  type Registrar,
  type Watched
} from '@microzon/shared/discovery'
import { registryKinds, type RegistryProcess } from './registry-cases/registries.ts'
import {
  createRegistryClient,
  eventually,
  newName,
  type RegistryClient
} from './registry-cases/registry-client.ts'

// Both sides of the registry's API as a service uses them: over the lab's registry and over a real Consul.
for (const kind of registryKinds) {
  describe(`discovery over ${kind.name}`, { skip: kind.skip }, () => {
    let registry: RegistryProcess
    const url = (): string => registry.url
    const client = createRegistryClient(url)
    before(async () => {
      registry = await kind.open()
    })
    after(async () => {
      await client.close()
      await registry.dispose()
    })
    describe('while it is there', { concurrency: 6 }, () => membership(url, client))
    describe('while it is away', () => outages(() => registry, client))
  })
}

function membership(url: () => string, client: RegistryClient): void {
  test('finds an instance that registers, as ready at once', async t => {
    const { service, watched } = watch(t, url())
    const { registrar, port, id } = await startInstance(t, { url: url(), service })
    const found = watched.ready(5_000)
    await registrar.register()
    const [endpoint] = (await found).endpoints
    assert.equal(endpoint?.id, id)
    assert.equal(endpoint.port, port)
    assert.equal(endpoint.state, 'ready')
    assert.equal(endpoint.version, '1.2.3')
    assert.equal(endpoint.weight, 10)
  })

  // O11: in the original an instance that stopped only warned, and most callers went on calling it.
  test('sees an instance drain before it leaves, and leave', async t => {
    const { service, watched } = watch(t, url())
    const { registrar } = await startInstance(t, { url: url(), service })
    const states = statesOf(watched)
    await registrar.register()
    await watched.ready(5_000)
    await registrar.drain('stopping')
    await untilSet(watched, ({ endpoints }) => endpoints[0]?.state === 'draining')
    await registrar.deregister()
    await untilSet(watched, ({ endpoints }) => endpoints[0]?.state === 'gone')
    assert.deepEqual(states(), ['ready', 'draining', 'gone'])
  })

  test('sees an instance fail its check and recover', async t => {
    const { service, watched } = watch(t, url())
    const { registrar, server } = await startInstance(t, { url: url(), service })
    await registrar.register()
    await watched.ready(5_000)
    server.status = 503
    await untilSet(watched, ({ endpoints }) => endpoints[0]?.state === 'failing')
    server.status = 200
    await untilSet(watched, ({ endpoints }) => endpoints[0]?.state === 'ready')
    server.status = 429
    const warned = await untilSet(watched, ({ endpoints }) => endpoints[0]?.weight === 1)
    assert.equal(warned.endpoints[0]?.state, 'ready')
  })

  test('does not see what another lab has registered', async t => {
    const { service, watched } = watch(t, url())
    const others = await startInstance(t, { url: url(), service, labId: 'theirs' })
    await others.registrar.register()
    const { registrar, id } = await startInstance(t, { url: url(), service })
    await registrar.register()
    const { endpoints } = await watched.ready(5_000)
    assert.deepEqual(
      endpoints.map(endpoint => endpoint.id),
      [id]
    )
  })

  test('registers again what the registry has forgotten, its mark included', async t => {
    const { service, watched } = watch(t, url())
    const { registrar, id } = await startInstance(t, { url: url(), service })
    await registrar.register()
    await watched.ready(5_000)
    await registrar.drain('stopping')
    await client.done(`/v1/agent/service/deregister/${id}`)
    const marks = await eventually(
      async () => Object.values(await client.checks(service)),
      checks => checks.some(({ Type }) => Type === 'maintenance')
    )
    assert.ok(marks.some(({ Notes }) => Notes === 'stopping'))
    await untilSet(watched, ({ endpoints }) => endpoints[0]?.state === 'draining')
  })

  test('follows many instances that come and go at once', async t => {
    const { service, watched } = watch(t, url())
    const instances = await Promise.all(
      Array.from({ length: 6 }, async () => startInstance(t, { url: url(), service }))
    )
    await Promise.all(instances.map(async ({ registrar }) => registrar.register()))
    await untilSet(watched, ({ endpoints }) => countOf(endpoints, 'ready') === 6)
    await Promise.all(
      instances.slice(0, 4).map(async ({ registrar }) => {
        await registrar.drain('stopping')
        await registrar.deregister()
      })
    )
    // Those whose mark was not seen are kept for a while; none is ready any more.
    const left = await eventually(
      async () => client.health(service),
      ({ entries }) => entries.length === 2
    )
    const ids = new Set(left.entries.map(({ Service }) => Service.ID))
    await untilSet(watched, ({ endpoints }) =>
      [...ids].every(id => stateIn(endpoints, id) === 'ready')
    )
  })

  test('uses one connection for each watch and one for a registration', async t => {
    const proxied = await countConnections(t, url())
    const services = Array.from({ length: 5 }, () => newName('svc'))
    const resolver = createConsulResolver({ consulUrl: proxied.url })
    t.after(() => resolver.close())
    const { registrar } = await startInstance(t, { url: proxied.url, service: services[0] ?? '' })
    await registrar.register()
    for (const service of services) resolver.watch(service)
    await eventually(
      async () => proxied.open(),
      count => count === 6
    )
    // One more round of each: no more connections for it.
    const second = await startInstance(t, { url: url(), service: services[1] ?? '' })
    await second.registrar.register()
    await resolver.watch(services[1] ?? '').ready(5_000)
    assert.equal(proxied.peak(), 6)
  })
}

function outages(registry: () => RegistryProcess, client: RegistryClient): void {
  test('keeps what was last known while the registry is dead, and finds its way back', async t => {
    const { service, watched } = watch(t, registry().url)
    const old = await startInstance(t, { url: registry().url, service })
    await old.registrar.register()
    await watched.ready(5_000)
    const states = statesOf(watched)
    await registry().kill()
    await eventually(
      async () => watched.current().source,
      source => source === 'last-known'
    )
    assert.equal(watched.current().endpoints[0]?.state, 'ready')

    const late = await startInstance(t, { url: registry().url, service })
    const registering = late.registrar.register()
    await registry().start()
    await registering
    await untilSet(watched, ({ endpoints }) => countOf(endpoints, 'ready') === 2)
    await eventually(
      async () => (await client.health(service)).entries.length,
      count => count === 2
    )
    // The old one may have seemed to fail for a moment, as after every start; it never left.
    assert.ok(!states().includes('gone'))
  })
}

type Instance = {
  readonly id: string
  readonly port: number
  readonly registrar: Registrar
  /** What its `/readyz` answers. */
  readonly server: { status: number }
}

const lab = newName('lab')

async function startInstance(
  t: TestContext,
  options: { readonly url: string; readonly service: string; readonly labId?: string }
): Promise<Instance> {
  const state = { status: 200 }
  const server = createServer((_request, response) => response.writeHead(state.status).end())
  const port = await listen(t, server)
  const id = newName(options.service)
  const registrar = createConsulRegistrar({
    consulUrl: options.url,
    registration: {
      id,
      service: options.service,
      address: '127.0.0.1',
      port,
      version: '1.2.3',
      labId: options.labId ?? lab,
      check: { path: '/readyz', intervalMs: 1_000, timeoutMs: 500 }
    }
  })
  t.after(() => registrar.close())
  return { id, port, registrar, server: state }
}

function watch(
  t: TestContext,
  url: string
): { readonly service: string; readonly watched: Watched } {
  const service = newName('svc')
  const resolver = createConsulResolver({ consulUrl: url, labId: lab })
  t.after(() => resolver.close())
  return { service, watched: resolver.watch(service) }
}

/** Every state that the first instance has had, in order. */
function statesOf(watched: Watched): () => readonly string[] {
  const states: string[] = []
  watched.onChange(({ endpoints }) => {
    const [first] = endpoints
    if (first !== undefined && states.at(-1) !== first.state) states.push(first.state)
  })
  return () => states
}

async function untilSet(
  watched: Watched,
  isWanted: (set: EndpointSet) => boolean
): Promise<EndpointSet> {
  return eventually(async () => watched.current(), isWanted)
}

function countOf(endpoints: EndpointSet['endpoints'], state: string): number {
  return endpoints.filter(endpoint => endpoint.state === state).length
}

function stateIn(endpoints: EndpointSet['endpoints'], id: string): string | undefined {
  return endpoints.find(endpoint => endpoint.id === id)?.state
}

async function listen(t: TestContext, server: Server | Listener): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** Passes bytes on to a registry, and counts the connections that are open. */
async function countConnections(
  t: TestContext,
  target: string
): Promise<{ readonly url: string; readonly open: () => number; readonly peak: () => number }> {
  const { hostname, port } = new URL(target)
  let [open, peak] = [0, 0]
  const proxy = createProxy(socket => {
    peak = Math.max(peak, ++open)
    const onward = connect(Number(port), hostname)
    socket.once('close', () => {
      open--
      onward.destroy()
    })
    onward.once('close', () => socket.destroy())
    socket.on('error', () => undefined)
    onward.on('error', () => undefined)
    socket.pipe(onward).pipe(socket)
  })
  const url = `http://127.0.0.1:${await listen(t, proxy)}`
  return { url, open: () => open, peak: () => peak }
}
