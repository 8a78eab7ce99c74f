import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinStatus, type StatusParts } from '../src/control/status.ts'
import type { InstanceView } from '../src/runtime/instance.ts'
import { programs } from '../src/runtime/programs.ts'
import type { RegistryEntry } from '../src/runtime/registry-view.ts'
import { statusText } from '../src/verbs/status.ts'

const now = 1_000_000

test('a process that is ready is what the registry says of it', () => {
  for (const state of ['ready', 'draining', 'failing'] as const) {
    assert.equal(stateOf(view({}), [entry({ state })]), state)
  }
})

test('a process that the registry does not know starts, and fails after a while', () => {
  assert.equal(stateOf(view({ startedAt: now - 1_000 }), []), 'starting')
  assert.equal(stateOf(view({ startedAt: now - 60_000 }), []), 'failing')
})

test('without a registry what the launcher knows counts', () => {
  assert.equal(stateOf(view({}), undefined), 'ready')
})

test('what the launcher knows to be down is down, whatever the registry still says', () => {
  const entries = [entry({ state: 'ready' })]
  assert.equal(stateOf(view({ state: 'stopped' }), entries), 'stopped')
  assert.equal(stateOf(view({ state: 'killed' }), entries), 'gone')
  assert.equal(stateOf(view({ state: 'waiting' }), entries), 'failing')
  assert.equal(stateOf(view({ state: 'starting' }), entries), 'starting')
  assert.equal(stateOf(view({ state: 'draining' }), entries), 'draining')
})

test('a process of the user is an instance once the registry knows it', () => {
  const externals = [{ id: 'cart-external-4003', service: 'cart', port: 4_003, since: 5 }]
  const before = joinStatus({ ...parts, externals, entries: [] })
  assert.equal(before.instances[0]?.state, 'gone')
  const after = joinStatus({ ...parts, externals, entries: [entry({ port: 4_003 })] })
  assert.deepEqual(after.instances, [
    {
      id: 'cart-external-4003',
      service: 'cart',
      host: '127.0.0.1',
      port: 4_003,
      pid: null,
      version: '1.0.0',
      state: 'ready',
      startedAt: 5,
      restarts: 0
    }
  ])
})

test('shows who else is in the registry for this lab, but not the dead', () => {
  const entries = [
    entry({ port: 1, instance: 'cart-7' }),
    entry({ port: 2, instance: 'cart-8', state: 'failing' })
  ]
  const { instances } = joinStatus({ ...parts, entries })
  assert.deepEqual(
    instances.map(({ id, state }) => [id, state]),
    [['cart-7', 'ready']]
  )
})

test('shows an instance once, whatever the registry still holds of its last process', () => {
  const entries = [entry({}), entry({ id: 'cart-1-old', port: 1 })]
  for (const state of ['ready', 'starting', 'waiting', 'killed'] as const) {
    const { instances } = joinStatus({ ...parts, views: [view({ state })], entries })
    assert.deepEqual(
      instances.map(({ id, port }) => [id, port]),
      [['cart-1', 20_011]]
    )
  }
})

test('has the fields that programs rely on', () => {
  const views = [
    view({}),
    view({ id: 'registry-1', service: 'registry', pid: 12 }),
    view({ id: 'telemetry-1', service: 'telemetry', pid: 13 }),
    view({ id: 'provider-1', service: 'provider', pid: 14 })
  ]
  const { processes, ...status } = joinStatus({ ...parts, views, entries: undefined })
  assert.deepEqual(Object.keys(status).sort(), ['backing', 'instances', 'launcher', 'shop'])
  assert.deepEqual(status.launcher, { pid: process.pid })
  const fields = 'service id pid host port version state startedAt restarts'.split(' ')
  const externals = [{ id: 'cart-external-4003', service: 'cart', port: 4_003, since: 5 }]
  const { instances } = joinStatus({
    ...parts,
    externals,
    entries: [entry({ port: 1, instance: 'x' })]
  })
  for (const instance of [...status.instances, ...instances]) {
    assert.deepEqual(Object.keys(instance), fields, instance.id)
  }
  assert.deepEqual(status.backing, [
    { name: 'registry', kind: 'embedded', url: 'http://127.0.0.1:20001', pid: 12 },
    { name: 'traces', kind: 'embedded', url: 'http://127.0.0.1:20002', pid: 13 },
    { name: 'logs', kind: 'embedded', url: 'http://127.0.0.1:20002/logs', pid: 13 },
    { name: 'provider', kind: 'simulator', url: 'http://127.0.0.1:20003', pid: 14 }
  ])
  assert.deepEqual(
    processes.map(({ id }) => id),
    ['registry-1', 'telemetry-1', 'provider-1']
  )
})

test('names a Consul and a Zipkin of the user without a process', () => {
  const own = { consulUrl: 'http://consul:8500', zipkinUrl: 'http://zipkin:9411' }
  const place = { ...parts.place, registryUrl: own.consulUrl, tracesUrl: own.zipkinUrl }
  const { backing } = joinStatus({ ...parts, own, place })
  assert.deepEqual(backing.slice(0, 2), [
    { name: 'registry', kind: 'own', url: 'http://consul:8500' },
    { name: 'traces', kind: 'own', url: 'http://zipkin:9411' }
  ])
})

test('names the user’s own database servers, without what opens them', () => {
  const stores = { mysqlUrl: 'mysql://root:secret@db:3306/', mongoUrl: 'mongodb://a:b@docs:27017' }
  const { backing } = joinStatus({ ...parts, place: { ...parts.place, stores } })
  assert.deepEqual(backing.slice(-2), [
    { name: 'mysql', kind: 'own', url: 'mysql://db:3306' },
    { name: 'mongo', kind: 'own', url: 'mongodb://docs:27017' }
  ])
})

test('the table has a row for each process and counts restarts', () => {
  const views = [view({ restarts: 3, startedAt: now - 65_000 })]
  const full = joinStatus({ ...parts, views, entries: undefined })
  const lines = statusText(full, { now, isColored: false }).split('\n')
  assert.match(lines[2] ?? '', /^INSTANCE +STATE +PID +ADDRESS +VERSION +SINCE +RESTARTS$/)
  assert.match(lines[3] ?? '', /^cart-1 +ready +11 +127\.0\.0\.1:20011 +1\.0\.0 +1m 5s +3$/)
})

const parts: StatusParts = {
  place: {
    root: '/',
    data: '/',
    secrets: {
      labId: 'lab',
      serviceSecret: '',
      demoPassword: '',
      staffToken: '',
      files: {
        serviceSecret: '',
        sessionSecret: '',
        customerPrivateKey: '',
        customerPublicKey: '',
        providerApiKey: ''
      }
    },
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
    rateLimit: 6_000
  },
  own: { consulUrl: undefined, zipkinUrl: undefined },
  programs,
  views: [],
  externals: [],
  entries: [],
  now
}

function stateOf(one: InstanceView, entries: readonly RegistryEntry[] | undefined): string {
  return joinStatus({ ...parts, views: [one], entries }).instances[0]?.state ?? 'none'
}

function view(fields: Partial<InstanceView>): InstanceView {
  return {
    id: 'cart-1',
    service: 'cart',
    version: '1.0.0',
    host: '127.0.0.1',
    port: 20_011,
    debugPort: 20_012,
    pid: 11,
    state: 'ready',
    startedAt: now,
    restarts: 0,
    failedStarts: 0,
    lastExit: undefined,
    ...fields
  }
}

function entry(fields: Partial<RegistryEntry>): RegistryEntry {
  return {
    id: 'cart-1-abc',
    service: 'cart',
    instance: 'cart-1',
    address: '127.0.0.1',
    port: 20_011,
    version: '1.0.0',
    state: 'ready',
    ...fields
  }
}
