import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readEntries } from '../../src/discovery/consul-entries.ts'
import { healthEntry } from './fixtures.ts'

const idsOf = (answer: unknown, labId?: string): readonly string[] | undefined =>
  readEntries(answer, labId)?.sightings.map(({ id }) => id)

test('reads what a caller needs of an instance', () => {
  const entry = healthEntry('cart-1', {
    port: 8081,
    meta: { version: '2.0.0', lab: 'x' },
    weights: { Passing: 10, Warning: 1 }
  })
  assert.deepEqual(readEntries([entry], undefined), {
    sightings: [
      {
        id: 'cart-1',
        service: 'cart',
        address: '127.0.0.1',
        port: 8081,
        version: '2.0.0',
        state: 'ready',
        weight: 10
      }
    ],
    skipped: 0
  })
})

for (const [checks, state] of [
  [{}, 'ready'],
  [{ serfHealth: 'passing', ready: 'passing' }, 'ready'],
  [{ ready: 'warning' }, 'ready'],
  [{ ready: 'critical' }, 'failing'],
  [{ serfHealth: 'critical', ready: 'passing' }, 'failing'],
  [{ ready: 'passing', '_service_maintenance:cart-1': 'critical' }, 'draining'],
  [{ ready: 'critical', '_service_maintenance:cart-1': 'critical' }, 'draining'],
  [{ ready: 'passing', _node_maintenance: 'critical' }, 'draining'],
  [{ 'x_service_maintenance:cart-1': 'critical' }, 'failing']
] as const) {
  test(`an instance with ${JSON.stringify(checks)} is ${state}`, () => {
    const read = readEntries([healthEntry('cart-1', { checks })], undefined)
    assert.equal(read?.sightings[0]?.state, state)
  })
}

test('a warning lessens the weight, which is never below 1', () => {
  const weightOf = (status: string, weights?: { Passing: number; Warning: number }) =>
    readEntries(
      [healthEntry('a', { checks: { ready: status }, ...(weights && { weights }) })],
      undefined
    )?.sightings[0]?.weight
  assert.equal(weightOf('warning', { Passing: 10, Warning: 3 }), 3)
  assert.equal(weightOf('warning', { Passing: 10, Warning: 0 }), 1)
  assert.equal(weightOf('passing'), 1)
})

test('only instances of the lab count, where a lab is given', () => {
  const entries = [
    healthEntry('ours', { meta: { lab: 'x' } }),
    healthEntry('others', { meta: { lab: 'y' } }),
    healthEntry('nobody', { meta: {} })
  ]
  assert.deepEqual(idsOf(entries, 'x'), ['ours'])
  assert.deepEqual(idsOf(entries), ['ours', 'others', 'nobody'])
})

test('takes the address of the machine where the service has none', () => {
  const entry = { ...healthEntry('a'), Node: { Address: '10.0.0.9' } }
  const service = { ID: 'a', Service: 'cart', Address: '', Port: 1, Meta: null }
  const read = readEntries([{ ...entry, Service: service }], undefined)
  assert.equal(read?.sightings[0]?.address, '10.0.0.9')
})

const good = healthEntry('good')
const service = (changes: object): object => ({
  ...good,
  Service: { ID: 'bad', Service: 'cart', Address: '127.0.0.1', Port: 1, ...changes }
})

const wrongService = { ID: 'wrong', Service: 'cart', Address: 'me@evil', Port: 1 }

for (const [what, bad] of Object.entries({
  null: null,
  'a text': 'x',
  'no service': { Checks: [] },
  'no checks': { ...good, Checks: undefined },
  'checks that are none': { ...good, Checks: [{ CheckID: 1, Status: 'passing' }] },
  'a hundred and one checks': {
    ...good,
    Checks: Array.from({ length: 101 }, () => ({ CheckID: 'c', Status: 'passing' }))
  },
  'no port': service({ Port: undefined }),
  'port 0': service({ Port: 0 }),
  'port 65536': service({ Port: 65_536 }),
  'a port in text': service({ Port: '80' }),
  'no id': service({ ID: '' }),
  'an endless id': service({ ID: 'x'.repeat(201) }),
  'an address with a path': service({ Address: '127.0.0.1/admin?' }),
  'an address with a user': service({ Address: 'me@evil' }),
  'an address with a line end': service({ Address: '127.0.0.1\r\nx: y' }),
  'an endless address': service({ Address: 'a'.repeat(256) }),
  'metadata that are none': service({ Meta: { version: 5 } }),
  'a wrong weight': service({ Weights: { Passing: -1, Warning: 1 } })
})) {
  test(`skips an entry with ${what} and keeps the others`, () => {
    assert.deepEqual(idsOf([bad, good, bad]), ['good'])
  })
}

test('takes an id that is told twice once', () => {
  assert.deepEqual(idsOf([healthEntry('a'), healthEntry('a', { port: 1 }), good]), ['a', 'good'])
})

test('takes a thousand instances, even behind ten thousand that are none', () => {
  const bad = Array.from({ length: 10_000 }, () => ({}))
  const many = Array.from({ length: 1_500 }, (_, each) => healthEntry(`i-${each}`))
  const read = readEntries([...bad, ...many], undefined)
  assert.equal(read?.sightings.length, 1_000)
  assert.equal(read.skipped, 10_500)
})

test('counts what it skips, also an address that is none, and not what is of another lab', () => {
  const theirs = healthEntry('theirs', { meta: { lab: 'y' } })
  const wrong = { ...healthEntry('wrong'), Service: { ...wrongService, Meta: { lab: 'x' } } }
  const ours = healthEntry('ours', { meta: { lab: 'x' } })
  assert.equal(readEntries([theirs, wrong, null, ours], 'x')?.skipped, 2)
  assert.deepEqual(readEntries([theirs, null], 'x'), { sightings: [], skipped: 1 })
})

test('a list in which nothing is an entry is no list of instances, an empty one is', () => {
  const wrong = { ...healthEntry('wrong'), Service: wrongService }
  assert.equal(readEntries([null, {}, wrong], undefined), undefined)
  assert.deepEqual(readEntries([], undefined), { sightings: [], skipped: 0 })
})

for (const answer of [undefined, null, {}, 'x', 5, { length: 1 }]) {
  test(`${JSON.stringify(answer)} is no list of instances`, () => {
    assert.equal(readEntries(answer, undefined), undefined)
  })
}

test('never throws, whatever JSON it is given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      readEntries([one, { ...good, Service: other }, { ...good, Checks: other }], 'x')
    })
  )
})
