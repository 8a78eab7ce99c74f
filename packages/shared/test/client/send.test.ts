import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Call, Outcome } from '../../src/client/call.ts'
import { connectTo } from '../../src/client/send.ts'
import { currentContext, runInContext } from '../../src/telemetry/index.ts'
import { giveUp } from '../../src/client/flight.ts'
import { aCall, anEndpoint, failure, until } from './fakes.ts'

type Peer = {
  readonly send: (call: Call) => Promise<Outcome>
  /** What came in, over all connections. */
  readonly received: () => string
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** A peer that does with each connection what the test says, once its request's head is complete. */
async function startPeer(
  t: TestContext,
  answer: (socket: Socket, head: string) => void
): Promise<Peer> {
  let [received, connections] = ['', 0]
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    connections++
    sockets.add(socket)
    let head = ''
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      received += chunk.toString()
      head += chunk.toString()
      if (!head.includes('\r\n\r\n')) return
      const complete = head
      head = ''
      answer(socket, complete)
    })
  })
  const port = await listen(server)
  const { way, close } = connectTo(anEndpoint('cart-1', { port }))
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    // Twice is an error to undici; a test may have closed it already.
    await close().catch(() => undefined)
  })
  return { send: way, received: () => received, connections: () => connections, close }
}

function listen(server: Server): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

/** Sends a POST and tells how it ended and how often it was put on a connection. */
async function outcomeOf(
  peer: Pick<Peer, 'send'>,
  changes: Partial<Call> = {}
): Promise<{ readonly outcome: Outcome; readonly sent: number }> {
  const call = aCall({ method: 'POST', body: '{"a":1}', ...changes })
  const outcome = await peer.send(call)
  assert.equal(call.flight.isSent, call.progress.open === 1)
  return { outcome, sent: call.progress.open }
}

const answer = (status: string, body: string, more = ''): string =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`

test('a connection that is refused: not sent', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  const { way, close } = connectTo(anEndpoint('cart-1', { port }))
  assert.deepEqual(await outcomeOf({ send: way }), { outcome: failure('refused', false), sent: 0 })
  await close()
})

test('a peer that accepts and closes at once: sent, for it may have read', async t => {
  const server = createServer(socket => socket.end())
  const port = await listen(server)
  t.after(() => server.close())
  const { way, close } = connectTo(anEndpoint('cart-1', { port }))
  assert.deepEqual(await outcomeOf({ send: way }), { outcome: failure('lost', true), sent: 1 })
  await close()
})

test('a connection that is reset after the request: sent', async t => {
  const peer = await startPeer(t, socket => socket.resetAndDestroy())
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('a peer that answers garbage: sent', async t => {
  const peer = await startPeer(t, socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'))
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('a peer that dies in the body: sent', async t => {
  const peer = await startPeer(t, socket => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy())
  })
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('a chunked answer without its end: sent', async t => {
  const peer = await startPeer(t, socket => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', () =>
      socket.end()
    )
  })
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('an answer with two different lengths: sent, and not believed', async t => {
  const peer = await startPeer(t, socket => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ')
  })
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('an answer of more than 4 MiB is given up', async t => {
  const peer = await startPeer(t, socket => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${5 * 1024 * 1024}\r\n\r\n`)
    socket.write(Buffer.alloc(5 * 1024 * 1024))
  })
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('too-large', true), sent: 1 })
})

test('an answer head of more than 16 KiB is given up', async t => {
  const peer = await startPeer(t, socket =>
    socket.end(answer('200 OK', '', `x-a: ${'a'.repeat(20_000)}\r\n`))
  )
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('lost', true), sent: 1 })
})

test('a refusal is told with its status and headers', async t => {
  const peer = await startPeer(t, socket => {
    socket.end(
      answer(
        '503 Service Unavailable',
        'busy',
        'X-Not-Processed: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n'
      )
    )
  })
  const { outcome, sent } = await outcomeOf(peer)
  assert.equal(sent, 1)
  assert.ok(outcome.kind === 'reply')
  assert.equal(outcome.status, 503)
  assert.equal(outcome.body, 'busy')
  assert.equal(outcome.headers['x-not-processed'], '1')
  assert.equal(outcome.headers['set-cookie'], 'a, b')
})

test('an early hint is not taken for the answer', async t => {
  const peer = await startPeer(t, socket => {
    socket.end(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${answer('201 Created', 'made')}`)
  })
  const { outcome } = await outcomeOf(peer)
  assert.ok(outcome.kind === 'reply')
  assert.equal(outcome.status, 201)
  assert.equal(outcome.body, 'made')
  assert.equal(outcome.headers['link'], undefined)
})

test('a peer that never answers is let go when the attempt is given up', async t => {
  const call = aCall()
  const peer = await startPeer(t, () => undefined)
  const ended = outcomeOf(peer, call)
  await until(() => peer.received().includes('GET'))
  giveUp(call.progress)
  assert.deepEqual(await ended, { outcome: failure('lost', true), sent: 1 })
  assert.equal(call.flight.abort, undefined)
})

test('a call that nobody waits for is not sent', async t => {
  const peer = await startPeer(t, socket => socket.end(answer('200 OK', '')))
  const call = aCall()
  giveUp(call.progress)
  const ended = await outcomeOf(peer, call)
  assert.deepEqual(ended, { outcome: failure('refused', false), sent: 0 })
  assert.equal(peer.connections(), 0)
})

test('a call that is aborted while it waits for a connection is never sent', async t => {
  const held: Socket[] = []
  const peer = await startPeer(t, (socket, head) => {
    if (head.includes('/held')) held.push(socket)
    else socket.end(answer('200 OK', ''))
  })
  const busy = Array.from({ length: 64 }, () => outcomeOf(peer, { path: '/held' }))
  await until(() => held.length === 64)
  const call = aCall({ path: '/queued' })
  const queued = outcomeOf(peer, call)
  giveUp(call.progress)
  for (const socket of held) socket.write(answer('200 OK', ''))
  await Promise.all(busy)
  assert.deepEqual(await queued, { outcome: failure('refused', false), sent: 0 })
  assert.equal(peer.received().includes('/queued'), false)
})

test('a removed endpoint finishes what is in flight and takes nothing new', async t => {
  let open: Socket | undefined
  const peer = await startPeer(t, socket => (open = socket))
  const inFlight = outcomeOf(peer)
  await until(() => open !== undefined)
  const closed = peer.close()
  assert.deepEqual(await outcomeOf(peer), { outcome: failure('refused', false), sent: 0 })
  open?.write(answer('200 OK', 'late'))
  const { outcome } = await inFlight
  assert.equal(outcome.kind === 'reply' && outcome.body, 'late')
  await closed
})

test('an idle connection that the peer has closed does not lose the next request', async t => {
  const sockets = new Set<Socket>()
  const peer = await startPeer(t, socket => {
    sockets.add(socket)
    socket.write(answer('200 OK', 'ok'))
  })
  assert.equal((await outcomeOf(peer)).outcome.kind, 'reply')
  for (const socket of sockets) socket.end()
  await until(() => [...sockets].every(socket => socket.destroyed))
  assert.equal((await outcomeOf(peer)).outcome.kind, 'reply')
  assert.equal(peer.connections(), 2)
})

test('a connection does not keep the context of the request that opened it', async t => {
  const peer = await startPeer(t, socket => socket.write(answer('200 OK', '')))
  const seen: unknown[] = []
  const looking = (): Call => {
    const call = aCall()
    const flight = {
      ...call.flight,
      get isSent() {
        return true
      },
      set isSent(_sent) {
        seen.push(currentContext()?.correlationId)
      }
    }
    return { ...call, flight }
  }
  await runInContext({ correlationId: 'first' }, () => outcomeOf(peer, looking()))
  // The pool takes a connection for idle one turn after its answer.
  await setImmediate()
  await runInContext({ correlationId: 'second' }, () => outcomeOf(peer, looking()))
  assert.deepEqual(seen, [undefined, undefined])
  assert.equal(peer.connections(), 1)
})

test('a path or a header that cannot be written is our mistake and is thrown', async t => {
  const peer = await startPeer(t, socket => socket.end(answer('200 OK', '')))
  for (const changes of [
    { path: '/a b' },
    { path: '/a\r\nx: y' },
    { headers: { a: 'b\r\nc: d' } }
  ]) {
    await assert.rejects(outcomeOf(peer, changes), TypeError)
  }
  assert.equal(peer.connections(), 0)
})

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some(known => known?.address === '::1')
const noIpv6 = hasIpv6 ? false : 'this machine has no IPv6'

test('an address of IPv6 is one', { skip: noIpv6 }, async t => {
  const server = createServer(socket => socket.end(answer('200 OK', 'six')))
  server.listen(0, '::1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const { way, close } = connectTo(anEndpoint('cart-1', { address: '::1', port }))
  const { outcome } = await outcomeOf({ send: way })
  assert.equal(outcome.kind === 'reply' && outcome.body, 'six')
  await close()
})
