import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { Pool } from 'undici'
import { bodyBytesMax } from '../src/read-body.ts'
import { closedPort, listen, openWire, startEdge, startWeb, statusesOf, until } from './harness.ts'

const mega = 1024 * 1024

async function sizeOf(request: IncomingMessage): Promise<number> {
  let size = 0
  for await (const chunk of request) size += (chunk as Buffer).length
  return size
}

test('a large answer passes through whole', async t => {
  const web = await startWeb(t, (_request, response) => response.end(Buffer.alloc(8 * mega, 'a')))
  const edge = await startEdge(t, { webs: [web] })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const { body } = await pool.request({ method: 'GET', path: '/shop' })
  let size = 0
  for await (const chunk of body) size += (chunk as Buffer).length
  assert.equal(size, 8 * mega)
})

test('an answer comes no faster than the browser reads', async t => {
  const chunk = Buffer.alloc(64 * 1024)
  let written = 0
  const web = await startWeb(t, (_request, response) => {
    const total = 50 * mega
    response.writeHead(200, { 'content-length': total })
    const write = (): void => {
      while (written < total) {
        written += chunk.length
        if (!response.write(chunk)) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  })
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
  await wire.seen(/200 OK/)
  wire.socket.pause()
  // Nothing more can be written once every buffer on the way is full.
  let before = -1
  const isStill = (): boolean => written === before
  while (!isStill()) {
    before = written
    await new Promise(resolve => setTimeout(resolve, 150))
  }
  // The buffers of the system take some MiB on each of the two connections; the edge holds next to nothing.
  assert.ok(written < 25 * mega, `${written}`)
  wire.socket.resume()
  await until(() => wire.received().length > 50 * mega)
})

test('a reader that stops reading is let go, and web with it', async t => {
  let closed = 0
  const web = await startWeb(t, (_request, response) => {
    response.once('close', () => closed++)
    response.end(Buffer.alloc(50 * mega))
  })
  const limits = { headMs: 5_000, requestMs: 5_000, idleMs: 300, checkMs: 100 }
  const edge = await startEdge(t, { webs: [web], limits })
  const wire = openWire(t, edge.port)
  wire.socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
  await wire.seen(/200 OK/)
  wire.socket.pause()
  await until(() => closed === 1 && edge.inFlight() === 0)
})

test('an upload passes through whole, told or chunked', async t => {
  const sizes: number[] = []
  const web = await startWeb(t, (request, response) => {
    void sizeOf(request).then(size => {
      sizes.push(size)
      response.end('taken')
    })
  })
  const edge = await startEdge(t, { webs: [web] })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  async function* chunks(count: number): AsyncGenerator<Buffer> {
    for (let index = 0; index < count; index++) yield Buffer.alloc(1_000)
  }
  const bodies = [
    Buffer.alloc(1),
    Buffer.alloc(65_536),
    Buffer.alloc(65_537),
    Buffer.alloc(bodyBytesMax)
  ]
  for (const body of [...bodies, chunks(1), chunks(1_000)]) {
    const answer = await pool.request({ method: 'POST', path: '/shop', body: body as Buffer })
    assert.equal(await answer.body.text(), 'taken')
  }
  assert.deepEqual(sizes, [1, 65_536, 65_537, bodyBytesMax, 1_000, 1_000_000])
})

test('a body that tells more than the limit is 413 at once, and web never hears of it', async t => {
  let asked = 0
  const web = await startWeb(t, () => void asked++)
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write(
    `POST /shop HTTP/1.1\r\nHost: shop\r\nContent-Length: ${bodyBytesMax + 1}\r\n\r\n`
  )
  const bytes = await wire.seen(/<\/html>/)
  assert.deepEqual(statusesOf(bytes), [413])
  // What was announced may still come; the next request behind it is one again.
  wire.socket.write(Buffer.alloc(bodyBytesMax + 1))
  wire.socket.write('GET /metrics HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n')
  assert.deepEqual(statusesOf(await wire.closed), [413, 404])
  assert.equal(asked, 0)
})

test('a chunked body that grows beyond the limit is 413, and web’s request is cut', async t => {
  const outcomes: string[] = []
  const web = await startWeb(t, request => {
    sizeOf(request).then(
      () => outcomes.push('whole'),
      () => outcomes.push('cut')
    )
  })
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write('POST /shop HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n')
  const chunk = Buffer.alloc(65_536)
  for (let sent = 0; sent <= bodyBytesMax; sent += chunk.length) {
    wire.socket.write(`${chunk.length.toString(16)}\r\n`)
    wire.socket.write(chunk)
    wire.socket.write('\r\n')
  }
  assert.deepEqual(statusesOf(await wire.seen(/<\/html>/)), [413])
  await until(() => outcomes.length === 1)
  assert.deepEqual(outcomes, ['cut'])
})

test('who sends on and on behind a refusal is cut', async t => {
  const edge = await startEdge(t, { webs: [] })
  const wire = openWire(t, edge.port)
  wire.socket.write('POST /metrics HTTP/1.1\r\nHost: shop\r\nContent-Length: 999999999\r\n\r\n')
  await wire.seen(/404 Not Found/)
  const chunk = Buffer.alloc(65_536)
  let sent = 0
  const send = (): void => {
    if (wire.socket.destroyed || sent > 50 * mega) return
    sent += chunk.length
    wire.socket.write(chunk, send)
  }
  send()
  await wire.closed
  assert.ok(sent < 20 * mega, `${sent}`)
})

test('a body that has not begun to flow goes elsewhere when an instance refuses', async t => {
  const web = await startWeb(t, (request, response) => {
    void sizeOf(request).then(size => response.end(`took ${size}`))
  })
  const edge = await startEdge(t, { webs: [await closedPort(), web] })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const body = Buffer.alloc(200_000)
  const answer = await pool.request({ method: 'POST', path: '/shop', body })
  assert.equal(await answer.body.text(), 'took 200000')
})

test('a browser that leaves within its upload cuts the request to web', async t => {
  const outcomes: string[] = []
  const web = await startWeb(t, request => {
    sizeOf(request).then(
      () => outcomes.push('whole'),
      () => outcomes.push('cut')
    )
  })
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write('POST /shop HTTP/1.1\r\nHost: shop\r\nContent-Length: 500000\r\n\r\n')
  wire.socket.write(Buffer.alloc(100_000), () => wire.socket.destroy())
  await until(() => outcomes.length === 1 && edge.inFlight() === 0)
  assert.deepEqual(outcomes, ['cut'])
})

test('a browser that leaves within the answer cuts the request to web', async t => {
  let closed = 0
  const web = await startWeb(t, (_request, response) => {
    response.once('close', () => closed++)
    response.write(Buffer.alloc(1_000))
  })
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
  await wire.seen(/200 OK/)
  wire.socket.destroy()
  await until(() => closed === 1 && edge.inFlight() === 0)
})

test('an instance that dies within a chunked answer cuts the browser’s connection', async t => {
  const web = await startWeb(t, (_request, response) => {
    response.write('half', () => response.socket?.destroy())
  })
  const edge = await startEdge(t, { webs: [web] })
  const wire = openWire(t, edge.port)
  wire.socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
  const bytes = await wire.closed
  assert.match(bytes, /half/)
  assert.equal(bytes.includes('\r\n0\r\n\r\n'), false)
})

test('200 browsers that leave harm nobody', async t => {
  const web = await startWeb(t, (_request, response) => response.write(Buffer.alloc(10_000)))
  const edge = await startEdge(t, { webs: [web] })
  for (let round = 0; round < 4; round++) {
    const wires = Array.from({ length: 50 }, () => openWire(t, edge.port))
    for (const { socket } of wires) socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
    await Promise.all(wires.slice(0, 25).map(({ seen }) => seen(/200 OK/)))
    for (const { socket } of wires) socket.destroy()
  }
  await until(() => edge.inFlight() === 0)
  assert.equal(edge.endpoints.all()[0]?.pending, 0)
})

test('while it drains every answer asks to close, and what is in flight is answered', async t => {
  let release = (): void => {}
  const web = await startWeb(t, (request, response) => {
    if (request.url === '/shop/slow') release = () => void response.end('slow')
    else response.end('quick')
  })
  const edge = await startEdge(t, { webs: [web] })
  const [slow, idle, quick] = [
    openWire(t, edge.port),
    openWire(t, edge.port),
    openWire(t, edge.port)
  ]
  idle.socket.write('GET /shop HTTP/1.1\r\nHost: shop\r\n\r\n')
  assert.match(await idle.seen(/quick/), /connection: keep-alive/i)
  slow.socket.write('GET /shop/slow HTTP/1.1\r\nHost: shop\r\n\r\n')
  await until(() => edge.inFlight() === 1)
  edge.drain()
  quick.socket.write(
    'GET /shop HTTP/1.1\r\nHost: shop\r\n\r\nGET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n'
  )
  assert.match(await quick.closed, /connection: close/i)
  const closing = edge.server.close()
  await idle.closed
  release()
  assert.match(await slow.closed, /slow/)
  await closing
})

test('a port that is taken is told', async t => {
  const server = createServer()
  const port = await listen(server)
  t.after(() => void server.close())
  const edge = await startEdge(t, { webs: [] })
  await edge.server.close()
  await assert.rejects(edge.server.listen('127.0.0.1', port), { code: 'EADDRINUSE' })
})
