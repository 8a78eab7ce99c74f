import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { decode, encode } from 'dns-packet'
import { createDnsServer, type DnsServer } from '../src/registry/dns/server.ts'
import { addressName, readName } from '../src/registry/dns/names.ts'
import { askDns } from './registry-cases/dns-client.ts'

const host = '127.0.0.1'
const question = { name: 'x.consul', type: 'A' } as const

/** A server that has nothing to tell, or that breaks. */
async function start(
  t: TestContext,
  answer: Parameters<typeof createDnsServer>[0]['answer'] = () => {
    return { code: 0, answers: [], additionals: [], authorities: [] }
  }
): Promise<{ readonly server: DnsServer; readonly port: number; readonly errors: unknown[] }> {
  const errors: unknown[] = []
  const server = createDnsServer({ answer, onError: error => void errors.push(error) })
  t.after(() => server.close())
  return { server, port: await server.listen({ host, port: 0 }), errors }
}

test('listens at one port for UDP and for TCP, and gives it back', async t => {
  const { server, port } = await start(t)
  for (const over of ['udp', 'tcp'] as const) {
    assert.equal((await askDns({ host, port }, question, { over })).code, 0)
  }
  await server.close()
  assert.equal(await server.listen({ host, port }), port)
})

test('does not take a port of which UDP has somebody else', async t => {
  const other = createSocket('udp4')
  t.after(() => other.close())
  other.bind({ port: 0, address: host, exclusive: true })
  await once(other, 'listening')
  const server = createDnsServer({ answer: () => assert.fail(), onError: () => undefined })
  await assert.rejects(server.listen({ host, port: other.address().port }), { code: 'EADDRINUSE' })
})

test('answers several questions of one connection, cut anywhere', async t => {
  const { port } = await start(t)
  const message = encode({ type: 'query', id: 7, questions: [question] })
  const framed = Buffer.concat([Buffer.from([0, message.length]), message])
  const socket = connect(port, host)
  t.after(() => socket.destroy())
  const both = Buffer.concat([framed, framed])
  socket.write(both.subarray(0, 20))
  await once(socket, 'connect')
  socket.write(both.subarray(20))
  let received = Buffer.alloc(0)
  while (received.length < 2 * (received.at(1) ?? 1) + 4) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    received = Buffer.concat([received, chunk])
  }
  assert.equal(decode(received.subarray(2, 2 + (received.at(1) ?? 0))).id, 7)
})

test('ends a connection that brings no question, and lives on', async t => {
  const { port } = await start(t)
  const socket = connect(port, host)
  socket.write(Buffer.from([0, 3, 1, 2, 3]))
  await once(socket, 'close')
  assert.equal((await askDns({ host, port }, question)).code, 0)
})

test('says that it failed when it did', async t => {
  const { port, errors } = await start(t, () => {
    throw new Error('a defect')
  })
  assert.equal((await askDns({ host, port }, question)).code, 2)
  assert.equal(errors.length, 1)
})

test('refuses what is no query for one name', async t => {
  const { port } = await start(t)
  const socket = createSocket('udp4')
  t.after(() => socket.close())
  const codeOf = async (message: Buffer): Promise<number> => {
    socket.send(message, port, host)
    const [reply] = (await once(socket, 'message')) as [Buffer]
    return (decode(reply).flags ?? 0) & 0xf
  }
  assert.equal(await codeOf(encode({ type: 'query', id: 1, questions: [] })), 1)
  const notify = encode({ type: 'query', id: 1, flags: 4 << 11, questions: [question] })
  assert.equal(await codeOf(notify), 4)
  assert.ok((socket.address() as AddressInfo).port > 0)
})

test('reads names of services, nodes and addresses, and nothing else', () => {
  const read = (name: string) => readName(name, 'dc1')
  assert.deepEqual(read('a.b.service.consul.'), { kind: 'service', service: 'b', tag: 'a' })
  assert.deepEqual(read('_b._tcp.dc1.consul'), { kind: 'service', service: 'b', tag: undefined })
  assert.deepEqual(read('n.node.consul'), { kind: 'node', node: 'n' })
  for (const name of ['consul', 'service.consul', 'node.consul', 'x.y.consul', 'addr.dc1.consul']) {
    assert.deepEqual(read(name), { kind: 'nothing' }, name)
  }
  for (const name of ['7f0000.addr.consul', '7f00000g.addr.consul', 'a.7f000001.addr.consul']) {
    assert.deepEqual(read(name), { kind: 'nothing' }, name)
  }
  assert.deepEqual(read('consul.example'), { kind: 'foreign' })
})

test('makes a name of an address, and the address of the name', () => {
  for (const address of ['127.0.0.1', '10.20.30.255', 'fd00:0:0:0:0:0:1:2', '0:0:0:0:0:0:0:1']) {
    const name = addressName(address, 'dc1') ?? ''
    assert.deepEqual(readName(name, 'dc1'), { kind: 'address', address })
  }
  assert.equal(addressName('host.example', 'dc1'), undefined)
})
