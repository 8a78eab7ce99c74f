import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { currentContext, runInContext } from '../../src/telemetry/index.ts'
import { createSender } from '../../src/telemetry/sender.ts'
import { closedUrl, startCollector } from './collector.ts'

function open(t: TestContext, url: string, timeoutMs = 5_000) {
  const sender = createSender({ url, contentType: 'text/plain', timeoutMs })
  t.after(() => sender.close())
  return sender
}

/** An address that takes connections and then says nothing, not even to a handshake. */
async function startMute(t: TestContext): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createTcpServer(socket => sockets.add(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    sockets.forEach(socket => socket.destroy())
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** How long it took to fail. */
async function msUntilFailure(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await assert.rejects(work)
  return performance.now() - startedAt
}

test('posts to the address with its query, and tells the status whatever it is', async t => {
  const statuses = [202, 413, 500, 302]
  const collector = await startCollector(t, (response, index) =>
    response.writeHead(statuses[index] ?? 500, { location: 'http://elsewhere.invalid' }).end('x')
  )
  const sender = open(t, `${collector.url}/logs/in?lab=one%20two`)
  for (const status of statuses) assert.equal(await sender.post(`body ${status}`), status)
  assert.deepEqual(
    collector.bodies,
    statuses.map(status => `body ${status}`)
  )
  assert.deepEqual(collector.requests[0], { path: '/logs/in?lab=one%20two', type: 'text/plain' })
})

test('fails at an address where nobody listens', async t => {
  await assert.rejects(open(t, await closedUrl()).post('x'))
})

test('the limit holds for an answer that does not come', async t => {
  const collector = await startCollector(t, () => undefined)
  assert.ok((await msUntilFailure(open(t, collector.url, 50).post('x'))) < 2_000)
})

test('the limit holds for an answer that does not end', async t => {
  const collector = await startCollector(t, response => void response.writeHead(200).write('x'))
  assert.ok((await msUntilFailure(open(t, collector.url, 500).post('x'))) < 3_000)
})

test('what is given up frees its connection', async t => {
  const collector = await startCollector(t, (response, index) => {
    if (index > 1) response.writeHead(202).end()
  })
  const sender = open(t, collector.url, 500)
  const hanging = ['one', 'two'].map(body => msUntilFailure(sender.post(body)))
  await collector.received(2)
  await Promise.all(hanging)
  assert.equal(await sender.post('three'), 202)
})

test('the limit holds while it connects, and for those that wait for a connection', async t => {
  const sender = open(t, `https://127.0.0.1:${await startMute(t)}`, 50)
  const posts = Array.from({ length: 5 }, () => msUntilFailure(sender.post('x')))
  for (const ms of await Promise.all(posts)) assert.ok(ms < 2_000, `${ms}`)
})

test('closing ends what is under way, and nothing is sent after it', async t => {
  const collector = await startCollector(t, () => undefined)
  const sender = open(t, collector.url)
  const posts = Array.from({ length: 5 }, () => msUntilFailure(sender.post('x')))
  await collector.received(2)
  await sender.close()
  for (const ms of await Promise.all(posts)) assert.ok(ms < 2_000, `${ms}`)
  await assert.rejects(sender.post('x'))
  assert.equal(collector.bodies.length, 2)
})

test('a connection does not keep the context of the request that opened it', async t => {
  const collector = await startCollector(t)
  const sender = open(t, collector.url)
  const seen: unknown[] = []
  const look = (): void => void seen.push(currentContext()?.correlationId)
  const channel = 'undici:client:connected'
  subscribe(channel, look)
  t.after(() => unsubscribe(channel, look))
  await runInContext({ correlationId: 'of a request' }, () => sender.post('x'))
  assert.deepEqual(seen, [undefined])
})
