import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { DnsQuestion } from '../../src/discovery/dns-message.ts'
import { createDnsTransport } from '../../src/discovery/dns-transport.ts'
import { createManualClock } from '../client/fakes.ts'
import { a, message, startFakeDns, type Answering } from './dns-server.ts'
import { until } from './fixtures.ts'

const question: DnsQuestion = { name: 'cart.service.consul', type: 'A' }
const good = [a('cart.service.consul', '10.0.0.1', 7)]

async function setUp(t: TestContext, answering: Answering) {
  const server = await startFakeDns(t, answering)
  const clock = createManualClock()
  const stopping = new AbortController()
  const ask = createDnsTransport(server, clock)
  return {
    server,
    clock,
    stopping,
    ask: (asked: DnsQuestion = question) => ask(asked, stopping.signal)
  }
}

test('asks with one datagram and reads the answer, in any case of letters', async t => {
  const { ask, server, clock } = await setUp(t, asked => [
    message(
      { ...asked, name: 'CART.service.Consul' },
      { answers: [a('Cart.SERVICE.consul', '10.0.0.1', 7)] }
    )
  ])
  assert.deepEqual((await ask()).records, [
    { type: 'A', name: 'cart.service.consul', ttlSeconds: 7, address: '10.0.0.1' }
  ])
  assert.deepEqual(server.questions, ['udp A cart.service.consul'])
  assert.equal(clock.timers(), 0)
})

test('says how much fits into one datagram', async t => {
  let told: unknown
  const { ask } = await setUp(t, asked => {
    const [option] = asked.packet.additionals ?? []
    told = option?.type === 'OPT' ? option.udpPayloadSize : option
    return [message(asked)]
  })
  await ask()
  assert.equal(told, 4_096)
})

test('sends a lost datagram twice more, and then gives up', async t => {
  const { ask, server, clock } = await setUp(t, () => [])
  const answer = assert.rejects(ask(), /does not answer/)
  for (const [sent, waitMs] of [300, 600, 1_000].entries()) {
    await until(() => server.questions.length === sent + 1, 'it did not ask again')
    await clock.advance(waitMs)
  }
  await answer
  assert.equal(clock.timers(), 0)
})

test('takes the answer to a repeated question', async t => {
  const { ask, server, clock } = await setUp(t, asked =>
    server.questions.length < 2 ? [] : [message(asked, { answers: good })]
  )
  const answer = ask()
  await until(() => server.questions.length === 1, 'it did not ask')
  await clock.advance(300)
  assert.equal((await answer).records.length, 1)
})

test('asks over TCP when the answer did not fit', async t => {
  const { ask, server } = await setUp(t, asked =>
    asked.over === 'udp'
      ? [message(asked, { isTruncated: true, answers: good })]
      : [message(asked, { answers: [...good, a('cart.service.consul', '10.0.0.2')] })]
  )
  assert.equal((await ask()).records.length, 2)
  assert.deepEqual(server.questions, ['udp A cart.service.consul', 'tcp A cart.service.consul'])
})

for (const [what, make] of Object.entries({
  'another id': (asked: Parameters<Answering>[0]) => message({ ...asked, id: asked.id ^ 1 }),
  'another name': (asked: Parameters<Answering>[0]) => message({ ...asked, name: 'bank.example' }),
  'another type': (asked: Parameters<Answering>[0]) => message({ ...asked, type: 'SRV' }),
  'a question': (asked: Parameters<Answering>[0]) => {
    const sent = message(asked)
    sent.writeUInt16BE(0, 2)
    return sent
  },
  'no message': () => Buffer.from('hello'),
  'half a message': (asked: Parameters<Answering>[0]) =>
    message(asked, { answers: good }).subarray(0, 50),
  'a name that points at itself': (asked: Parameters<Answering>[0]) => {
    const sent = Buffer.concat([message(asked), Buffer.from([0xc0, 0, 0, 1, 0, 1])])
    sent.writeUInt16BE(1, 6)
    sent.writeUInt16BE(0xc000 | (sent.length - 6), sent.length - 6)
    return sent
  },
  'a head that promises too much': (asked: Parameters<Answering>[0]) => {
    const sent = message(asked)
    for (const offset of [6, 8, 10]) sent.writeUInt16BE(0xffff, offset)
    return sent
  }
})) {
  test(`waits on when ${what} comes in place of an answer`, async t => {
    const { ask } = await setUp(t, asked => [
      make(asked),
      message(asked, { answers: [a('cart.service.consul', '10.0.0.9')] })
    ])
    const [record] = (await ask()).records
    assert.ok(record?.type === 'A' && record.address === '10.0.0.9')
  })
}

test('does not listen for ever to what is no answer', async t => {
  const flood = Array.from({ length: 150 }, () => Buffer.from('hello'))
  const { ask, server, clock } = await setUp(t, asked =>
    server.questions.length < 2 ? flood : [message(asked, { answers: good })]
  )
  // Without the clock: the flood ends the first attempt.
  assert.equal((await ask()).records.length, 1)
  assert.equal(clock.timers(), 0)
})

for (const [what, answer] of Object.entries({
  'the answer to something else': [message({ name: 'bank.example', type: 'A', id: 0 })],
  'no message': [Buffer.alloc(0)]
})) {
  test(`fails when TCP brings ${what}`, async t => {
    const { ask } = await setUp(t, asked =>
      asked.over === 'udp' ? [message(asked, { isTruncated: true })] : answer
    )
    await assert.rejects(ask(), /something else/)
  })
}

test('waits for an answer over TCP for 2 s', async t => {
  const { ask, server, clock } = await setUp(t, asked =>
    asked.over === 'udp' ? [message(asked, { isTruncated: true })] : []
  )
  const answer = assert.rejects(ask(), /does not answer over TCP/)
  await until(() => server.questions.length === 2, 'it did not ask over TCP')
  await clock.advance(2_000)
  await answer
})

test('fails at once when nobody listens', async t => {
  const { ask, server, clock } = await setUp(t, () => [])
  await server.stop()
  await assert.rejects(ask(), { code: 'ECONNREFUSED' })
  assert.equal(clock.timers(), 0)
})

test('gives a question up when it is told to', async t => {
  for (const isTruncated of [false, true]) {
    const { ask, server, clock, stopping } = await setUp(t, asked =>
      isTruncated && asked.over === 'udp' ? [message(asked, { isTruncated })] : []
    )
    const answer = assert.rejects(ask(), /given up/)
    await until(() => server.questions.length === (isTruncated ? 2 : 1), 'it did not ask')
    stopping.abort()
    await answer
    assert.equal(clock.timers(), 0)
    await assert.rejects(ask(), /given up/)
    await setImmediate()
  }
})

test('does not ask for what is no name', async t => {
  const { ask, server } = await setUp(t, () => [])
  for (const name of ['', 'a..b', `${'x'.repeat(64)}.consul`, 'a b', 'a/b', 'x.'.repeat(130)]) {
    await assert.rejects(ask({ name, type: 'A' }), TypeError)
  }
  assert.deepEqual(server.questions, [])
})
