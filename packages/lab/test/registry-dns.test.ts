import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createDnsResolver } from '@microzon/shared/discovery'
import { encode } from 'dns-packet'
import { registryTtlSeconds } from '../src/runtime/registry-process.ts'
import { askDns, sendUdp, type DnsPlace } from './registry-cases/dns-client.ts'
import { registryKinds, type RegistryProcess } from './registry-cases/registries.ts'
import {
  createRegistryClient,
  eventually,
  newName,
  type RegistryClient
} from './registry-cases/registry-client.ts'

// What the lab's registry says over DNS is what a real Consul says: every case is tried with both.
for (const kind of registryKinds) {
  describe(`DNS of ${kind.name}`, { skip: kind.skip, concurrency: 4 }, () => {
    let registry: RegistryProcess
    const client = createRegistryClient(() => registry.url)
    const dns = (): DnsPlace => registry.dns
    before(async () => {
      registry = await kind.open()
    })
    after(async () => {
      await client.close()
      await registry.dispose()
    })
    services(dns, client)
    absences(dns, client)
    sizes(dns, client)
    resolves(dns, client)
  })
}

/** Registers instances of a service that pass, each at an address of its own. */
async function registerMany(
  client: RegistryClient,
  service: string,
  { count, ...more }: { readonly count: number; readonly [field: string]: unknown }
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, each) =>
      client.register({
        ID: `${service}-${each}`,
        Name: service,
        Address: `10.0.${Math.floor(each / 250)}.${(each % 250) + 1}`,
        Port: 4_000 + each,
        Weights: { Passing: 10, Warning: 1 },
        Check: { CheckID: `c-${service}-${each}`, TTL: '1h', Status: 'passing' },
        ...more
      })
    )
  )
}

function srvName(service: string, tag = 'tcp'): string {
  return `_${service}._${tag}.service.consul`
}

function services(dns: () => DnsPlace, client: RegistryClient): void {
  test('tells instances with port, weight, TTL and address', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 2 })
    for (const name of [
      srvName(service),
      `${service}.service.consul`,
      srvName(service).replace('.service', '')
    ]) {
      const reply = await askDns(dns(), { name, type: 'SRV' }, { takes: 4_096 })
      assert.equal(reply.code, 0)
      assert.ok(reply.flag_aa && !reply.flag_tc && reply.id >= 0)
      const ports = reply.answers.map(answer => {
        assert.ok(answer.type === 'SRV')
        assert.equal(answer.name, name)
        assert.equal(answer.ttl, registryTtlSeconds)
        assert.equal(answer.data.priority, 1)
        assert.equal(answer.data.weight, 10)
        const address = reply.additionals.find(({ name: host }) => host === answer.data.target)
        assert.ok(address?.type === 'A')
        return `${address.data}:${answer.data.port}`
      })
      assert.deepEqual(ports.toSorted(), ['10.0.0.1:4000', '10.0.0.2:4001'])
    }
  })

  test('names an address in hexadecimal, and knows what it means', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 1 })
    const reply = await askDns(dns(), { name: srvName(service), type: 'SRV' }, { takes: 4_096 })
    const [answer] = reply.answers
    assert.ok(answer?.type === 'SRV')
    assert.equal(answer.data.target, '0a000001.addr.dc1.consul')
    const { answers } = await askDns(dns(), { name: answer.data.target, type: 'A' })
    assert.deepEqual(
      answers.map(({ name, type }) => [name, type]),
      [[answer.data.target, 'A']]
    )
    assert.ok(answers[0]?.type === 'A' && answers[0].data === '10.0.0.1')
  })

  test('names an address of IPv6 as well', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 1, Address: 'fd00::1:2' })
    const reply = await askDns(dns(), { name: srvName(service), type: 'SRV' }, { takes: 4_096 })
    const [answer] = reply.answers
    assert.ok(answer?.type === 'SRV')
    assert.equal(answer.data.target, 'fd000000000000000000000000010002.addr.dc1.consul')
    const { answers } = await askDns(dns(), { name: `${service}.service.consul`, type: 'AAAA' })
    assert.ok(answers[0]?.type === 'AAAA' && answers[0].data === 'fd00::1:2')
  })

  test('tells addresses alone', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 2 })
    const reply = await askDns(
      dns(),
      { name: `${service}.service.consul`, type: 'A' },
      { takes: 4_096 }
    )
    const addresses = reply.answers.map(answer => (answer.type === 'A' ? answer.data : answer.type))
    assert.deepEqual(addresses.toSorted(), ['10.0.0.1', '10.0.0.2'])
    assert.ok(reply.answers.every(each => each.type === 'A' && each.ttl === registryTtlSeconds))
  })

  test('names the node where an instance has no address of its own', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 1, Address: '' })
    const reply = await askDns(dns(), { name: srvName(service), type: 'SRV' }, { takes: 4_096 })
    const [answer] = reply.answers
    assert.ok(answer?.type === 'SRV')
    assert.equal(answer.data.target, 'lab.node.dc1.consul')
    const { answers } = await askDns(dns(), { name: answer.data.target, type: 'A' })
    assert.ok(answers[0]?.type === 'A' && answers[0].data === '127.0.0.1')
  })

  test('takes names in any case, with the data centre, and only with the tag that is asked for', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 1, Tags: ['lab-1', 'blue'] })
    const countOf = async (name: string): Promise<number> =>
      (await askDns(dns(), { name, type: 'SRV' })).answers.length
    assert.equal(await countOf(srvName(service).toUpperCase()), 1)
    assert.equal(await countOf(`${service}.service.dc1.consul`), 1)
    assert.equal(await countOf(srvName(service, 'lab-1')), 1)
    assert.equal(await countOf(`blue.${service}.service.consul`), 1)
    assert.equal(await countOf(srvName(service, 'lab-2')), 0)
  })
}

function absences(dns: () => DnsPlace, client: RegistryClient): void {
  test('a name that nobody has does not exist, and for how long is told', async () => {
    const foreign = { name: 'example.org', type: 'A' } as const
    for (const name of [
      srvName(newName('svc')),
      'x.node.consul',
      'zz.addr.dc1.consul',
      'x.y.consul'
    ]) {
      const { code, answers, authorities } = await askDns(dns(), { name, type: 'A' })
      assert.equal(code, 3, name)
      assert.deepEqual(answers, [])
      const [source] = authorities
      assert.ok(source?.type === 'SOA' && source.name === 'consul' && source.data.minimum === 0)
    }
    assert.equal((await askDns(dns(), foreign)).code, 5)
  })

  test('an instance that warns, fails or is in maintenance is not there', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 3 })
    const ports = async (): Promise<string> => {
      const { answers } = await askDns(
        dns(),
        { name: srvName(service), type: 'SRV' },
        { takes: 4_096 }
      )
      return answers
        .map(each => (each.type === 'SRV' ? String(each.data.port) : ''))
        .toSorted()
        .join(' ')
    }
    const become = (wanted: string): Promise<string> => eventually(ports, got => got === wanted)
    await become('4000 4001 4002')
    await client.done(`/v1/agent/service/maintenance/${service}-0?enable=true`)
    await become('4001 4002')
    await client.done(`/v1/agent/check/warn/c-${service}-1`)
    await become('4002')
    await client.done(`/v1/agent/check/fail/c-${service}-2`)
    await become('')
    assert.equal((await askDns(dns(), { name: srvName(service), type: 'SRV' })).code, 3)
    await client.done(`/v1/agent/check/pass/c-${service}-2`)
    await become('4002')
  })

  test('a name without a record of the type exists all the same', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 1 })
    const reply = await askDns(dns(), { name: `${service}.service.consul`, type: 'AAAA' })
    assert.equal(reply.code, 0)
    assert.deepEqual(reply.answers, [])
  })

  test('does not answer to what is no question, and lives on', async () => {
    const answerToUs = encode({ type: 'response', id: 1, questions: [{ name: 'x', type: 'A' }] })
    await assert.rejects(sendUdp(dns(), answerToUs, 300), /no answer/)
    assert.equal((await askDns(dns(), { name: 'x.node.consul', type: 'A' })).code, 3)
  })
}

function sizes(dns: () => DnsPlace, client: RegistryClient): void {
  test('says that it is not all when it does not fit, and tells all of it over TCP', async () => {
    const service = newName('svc')
    await registerMany(client, service, { count: 40 })
    const question = { name: srvName(service), type: 'SRV' } as const
    const small = await askDns(dns(), question)
    assert.ok(small.flag_tc && small.bytes <= 512 && small.answers.length < 40)
    const middle = await askDns(dns(), question, { takes: 1_232 })
    assert.ok(middle.flag_tc && middle.bytes <= 1_232)
    assert.ok(middle.answers.length > small.answers.length)
    const whole = await askDns(dns(), question, { over: 'tcp' })
    assert.ok(!whole.flag_tc)
    assert.equal(whole.answers.length, 40)
    assert.equal(whole.additionals.filter(({ type }) => type === 'A').length, 40)
  })
}

function resolves(dns: () => DnsPlace, client: RegistryClient): void {
  test('the resolver finds what is registered, and of the lab only, however many they are', async t => {
    const service = newName('svc')
    await registerMany(client, service, { count: 60, Tags: ['lab-mine'] })
    await client.register({ ID: `${service}-x`, Name: service, Port: 1, Tags: ['lab-theirs'] })
    const resolver = createDnsResolver({ server: dns(), labId: 'mine' })
    t.after(() => resolver.close())
    const watched = resolver.watch(service)
    const { endpoints, source } = await watched.ready(5_000)
    assert.equal(source, 'live')
    assert.equal(endpoints.length, 60)
    assert.ok(endpoints.every(({ state, weight }) => state === 'ready' && weight === 10))
    assert.ok(endpoints.some(({ id }) => id === '10.0.0.7:4006'))
    await client.done(`/v1/agent/service/maintenance/${service}-6?enable=true`)
    await eventually(
      async () => watched.current().endpoints.find(({ port }) => port === 4_006)?.state,
      state => state === 'gone'
    )
  })
}
