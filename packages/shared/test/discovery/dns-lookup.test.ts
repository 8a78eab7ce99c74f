import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookUp } from '../../src/discovery/dns-lookup.ts'
import type { DnsAnswer, DnsQuestion, DnsRecord } from '../../src/discovery/dns-message.ts'

const name = '_cart._tcp.service.consul'
const { signal } = new AbortController()

function srv(
  target: string,
  changes: Partial<Extract<DnsRecord, { type: 'SRV' }>> = {}
): DnsRecord {
  return { type: 'SRV', name, ttlSeconds: 9, target, port: 80, priority: 1, weight: 10, ...changes }
}

function address(host: string, to: string, ttlSeconds = 9): DnsRecord {
  return { type: 'A', name: host, ttlSeconds, address: to }
}

/** Looks up in a world where each question has the records that are given, and no other exists. */
async function look(world: Readonly<Record<string, readonly DnsRecord[] | Partial<DnsAnswer>>>) {
  const asked: string[] = []
  const ask = (question: DnsQuestion): Promise<DnsAnswer> => {
    const key = `${question.type} ${question.name}`
    asked.push(key)
    const known = world[key]
    const base = { code: 0, isTruncated: false, records: [], absentSeconds: undefined }
    if (known === undefined) return Promise.resolve({ ...base, code: 3 })
    return Promise.resolve('length' in known ? { ...base, records: known } : { ...base, ...known })
  }
  const found = await lookUp('cart', { name, ask, signal })
  return { ...found, asked, ids: found.sightings.map(({ id }) => id).join(' ') }
}

test('takes addresses out of the same answer', async () => {
  const { asked, sightings, ttlMs } = await look({
    [`SRV ${name}`]: [srv('one.consul'), address('one.consul', '10.0.0.1', 5)]
  })
  assert.deepEqual(asked, [`SRV ${name}`])
  assert.deepEqual(sightings, [
    {
      id: '10.0.0.1:80',
      service: 'cart',
      address: '10.0.0.1',
      port: 80,
      version: '',
      state: 'ready',
      weight: 10
    }
  ])
  assert.equal(ttlMs, 5_000)
})

test('asks for addresses that did not come along, each once, IPv6 where there is no other', async () => {
  const { asked, ids } = await look({
    [`SRV ${name}`]: [srv('one.consul'), srv('one.consul', { port: 81 }), srv('two.consul')],
    'A one.consul': [address('one.consul', '10.0.0.1')],
    'A two.consul': [],
    'AAAA two.consul': [{ type: 'AAAA', name: 'two.consul', ttlSeconds: 9, address: 'fd00::2' }]
  })
  assert.equal(ids, '10.0.0.1:80 10.0.0.1:81 [fd00::2]:80')
  assert.deepEqual(asked.slice(1), ['A one.consul', 'A two.consul', 'AAAA two.consul'])
})

test('follows aliases, and out of a circle of them', async () => {
  const alias = (from: string, target: string): DnsRecord => {
    return { type: 'CNAME', name: from, ttlSeconds: 2, target }
  }
  const found = await look({
    [`SRV ${name}`]: [srv('one.consul'), srv('circle.consul')],
    'A one.consul': [alias('one.consul', 'real.consul'), address('real.consul', '10.0.0.1')],
    'A circle.consul': [
      alias('circle.consul', 'round.consul'),
      alias('round.consul', 'circle.consul')
    ]
  })
  assert.equal(found.ids, '10.0.0.1:80')
  assert.equal(found.ttlMs, 2_000)
})

test('reads nothing about names that nobody asked for', async () => {
  const { ids } = await look({
    [`SRV ${name}`]: [
      srv('one.consul'),
      address('one.consul', '10.0.0.1'),
      srv('evil.example', { name: '_bank._tcp.service.consul' }),
      address('evil.example', '6.6.6.6')
    ]
  })
  assert.equal(ids, '10.0.0.1:80')
})

test('takes those of the first priority only, with their weights, in an order of its own', async () => {
  const hosts = ['3', '1', '2'].map(each => address(`h${each}`, `10.0.0.${each}`))
  const { sightings } = await look({
    [`SRV ${name}`]: [
      srv('h3', { weight: 0 }),
      srv('h1', { weight: 7 }),
      srv('h2', { priority: 2 }),
      ...hosts
    ]
  })
  assert.deepEqual(
    sightings.map(({ address: at, weight }) => [at, weight]),
    [
      ['10.0.0.1', 7],
      ['10.0.0.3', 1]
    ]
  )
})

test('finds nobody where there is no such name, no record, or a service that is not to be had', async () => {
  assert.deepEqual(await look({}), { sightings: [], ttlMs: 0, asked: [`SRV ${name}`], ids: '' })
  const absent = await look({ [`SRV ${name}`]: { code: 3, absentSeconds: 4, records: [srv('x')] } })
  assert.deepEqual([absent.ids, absent.ttlMs], ['', 4_000])
  assert.equal((await look({ [`SRV ${name}`]: [srv('')] })).ids, '')
  assert.equal(
    (await look({ [`SRV ${name}`]: [srv('h', { port: 0 }), address('h', '::')] })).ids,
    ''
  )
})

test('leaves out a host that does not exist', async () => {
  const { ids } = await look({
    [`SRV ${name}`]: [srv('gone.consul'), srv('one.consul'), address('one.consul', '10.0.0.1')]
  })
  assert.equal(ids, '10.0.0.1:80')
})

for (const code of [1, 2, 5]) {
  test(`fails when the server answers with code ${code}, also for one address`, async () => {
    await assert.rejects(look({ [`SRV ${name}`]: { code } }), /code/)
    const half = { [`SRV ${name}`]: [srv('one.consul')], 'A one.consul': { code } }
    await assert.rejects(look(half), /code/)
  })
}

test('does not let itself be sent around: at most 20 hosts are asked for, 1,000 instances kept', async () => {
  const hosts = Array.from({ length: 50 }, (_, each) => srv(`h${each}`))
  await assert.rejects(look({ [`SRV ${name}`]: hosts }), /too many hosts/)
  const told = hosts.slice(1).map((_, each) => address(`h${each + 1}`, `10.0.1.${each}`))
  assert.equal((await look({ [`SRV ${name}`]: [...hosts, ...told] })).sightings.length, 49)
  const ports = Array.from({ length: 3_000 }, (_, each) => srv('h', { port: each + 1 }))
  const { sightings } = await look({ [`SRV ${name}`]: [...ports, address('h', '10.0.0.1')] })
  assert.equal(sightings.length, 1_000)
})
