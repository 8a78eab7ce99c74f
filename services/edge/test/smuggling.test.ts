import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openWire, sendRaw, startEdge, startWeb, statusesOf, until } from './harness.ts'

/** An edge before one instance of web that writes down what reaches it. */
async function start(t: TestContext, options: { readonly perMinute?: number } = {}) {
  const reached: string[] = []
  const web = await startWeb(t, (request, response) => {
    let body = ''
    request.on('data', chunk => (body += String(chunk)))
    request.on('end', () => {
      reached.push(`${request.method} ${request.url} ${body}`.trim())
      response.end(`web saw ${request.url}`)
    })
  })
  const edge = await startEdge(t, {
    webs: [web],
    ...options,
    limits: { headMs: 300, requestMs: 400, idleMs: 2_000, checkMs: 50 }
  })
  return { edge, reached, send: (bytes: string) => sendRaw(t, edge.port, bytes) }
}

const host = 'Host: shop\r\n'
const hidden = 'GET /shop/hidden HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n'

const refused: readonly (readonly [string, string])[] = [
  [
    'both lengths',
    `POST /shop HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`
  ],
  [
    'both lengths, the other way',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${hidden}`
  ],
  [
    'two lengths',
    `POST /shop HTTP/1.1\r\n${host}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`
  ],
  [
    'two equal lengths',
    `POST /shop HTTP/1.1\r\n${host}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${hidden}`
  ],
  [
    'a list of lengths',
    `POST /shop HTTP/1.1\r\n${host}Content-Length: 0, ${hidden.length}\r\n\r\n${hidden}`
  ],
  ['a negative length', `POST /shop HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n${hidden}`],
  ['a length with a sign', `POST /shop HTTP/1.1\r\n${host}Content-Length: +0\r\n\r\n${hidden}`],
  ['a hexadecimal length', `POST /shop HTTP/1.1\r\n${host}Content-Length: 0x0\r\n\r\n${hidden}`],
  [
    'a chunk size that is none',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n${hidden}`
  ],
  [
    'a chunk size that overflows',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n${hidden}`
  ],
  [
    'a chunk longer than told',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n${hidden}`
  ],
  [
    'an encoding that does not end in chunked',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`
  ],
  [
    'an encoding that looks like chunked',
    `POST /shop HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`
  ],
  [
    'chunks before there were any',
    `POST /shop HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`
  ],
  ['a space before the colon', `POST /shop HTTP/1.1\r\n${host}Content-Length : 5\r\n\r\n${hidden}`],
  ['a folded header', `GET /shop HTTP/1.1\r\n${host}X-A: 1\r\n\tX-B: 2\r\n\r\n${hidden}`],
  ['bare line feeds', `GET /shop HTTP/1.1\nHost: shop\nX-A: b\n\n${hidden}`],
  ['a bare carriage return', `GET /shop HTTP/1.1\r\n${host}X-A: a\rX-B: b\r\n\r\n${hidden}`],
  ['a NUL in a header', `GET /shop HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n${hidden}`],
  ['a NUL in the target', `GET /shop\0 HTTP/1.1\r\n${host}\r\n${hidden}`],
  ['a space in the target', `GET /shop /x HTTP/1.1\r\n${host}\r\n${hidden}`],
  ['no host', `GET /shop HTTP/1.1\r\n\r\n${hidden}`],
  ['another protocol', `SSH-2.0-OpenSSH_9.2\r\n\r\n${hidden}`],
  ['HTTP/2 without asking', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`]
]
for (const [name, bytes] of refused) {
  test(`${name}: refused, and what follows is not read`, async t => {
    const { reached, send } = await start(t)
    const answer = await send(bytes)
    assert.deepEqual(statusesOf(answer), [400])
    assert.deepEqual(
      reached.filter(line => line.includes('hidden')),
      []
    )
  })
}

test('a request that cannot be read gets a page with an id of its own', async t => {
  const { send } = await start(t)
  const answer = await send(`GET /shop HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`)
  assert.match(answer, /content-type: text\/html/i)
  const id = /x-correlation-id: ([0-9a-f]{32})/i.exec(answer)?.[1]
  assert.ok(id)
  assert.ok(answer.split('\r\n\r\n')[1]?.includes(id))
})

const unusual = [
  ['no host', 'GET /shop HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['an expectation', `GET /shop HTTP/1.1\r\n${host}Expect: more\r\nConnection: close\r\n\r\n`]
] as const
for (const [name, bytes] of unusual) {
  test(`a request with ${name} counts for its client, and gets a page with an id`, async t => {
    const { edge, reached, send } = await start(t, { perMinute: 1 })
    const answer = await send(bytes)
    assert.deepEqual(statusesOf(answer), [400])
    assert.match(answer, /content-type: text\/html/i)
    assert.match(answer, /x-correlation-id: [0-9a-f]{32}/i)
    assert.deepEqual(statusesOf(await send(bytes)), [429])
    assert.deepEqual(reached, [])
    await until(() => edge.inFlight() === 0)
  })
}

test('two hosts are refused', async t => {
  const { reached, send } = await start(t)
  const answer = await send(`GET /shop HTTP/1.1\r\n${host}Host: evil\r\nConnection: close\r\n\r\n`)
  assert.deepEqual(statusesOf(answer), [400])
  assert.deepEqual(reached, [])
})

test('a body where none belongs is refused and not taken for a request', async t => {
  const { reached, send } = await start(t)
  const length = `Content-Length: ${hidden.length}\r\n`
  for (const method of ['GET', 'HEAD']) {
    const answer = await send(
      `${method} /shop HTTP/1.1\r\n${host}${length}Connection: close\r\n\r\n${hidden}`
    )
    assert.deepEqual(statusesOf(answer), [400])
  }
  assert.deepEqual(reached, [])
})

test('a head of more than 16 KiB is 431', async t => {
  const { reached, send } = await start(t)
  const answer = await send(`GET /shop HTTP/1.1\r\n${host}X-A: ${'a'.repeat(17_000)}\r\n\r\n`)
  assert.deepEqual(statusesOf(answer), [431])
  assert.match(answer, /<h1>/)
  assert.deepEqual(
    await send(`GET /shop/${'a'.repeat(17_000)} HTTP/1.1\r\n${host}\r\n`).then(statusesOf),
    [431]
  )
  assert.deepEqual(reached, [])
})

for (const [name, bytes, status] of [
  [
    'the absolute form',
    `GET http://127.0.0.1/metrics HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    404
  ],
  [
    'the absolute form of a page',
    `GET http://shop/shop HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    404
  ],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 404],
  ['a path that climbs', `GET /shop/../metrics HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 404],
  ['a method that no page has', `DELETE /shop HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 405],
  ['TRACE', `TRACE /shop HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 405]
] as const) {
  test(`${name} does not reach web`, async t => {
    const { reached, send } = await start(t)
    const answer = await send(bytes)
    assert.deepEqual(statusesOf(answer), [status])
    assert.deepEqual(reached, [])
  })
}

test('the authority form is closed without an answer', async t => {
  const { reached, send } = await start(t)
  assert.equal(await send(`CONNECT 127.0.0.1:80 HTTP/1.1\r\n${host}\r\n`), '')
  assert.deepEqual(reached, [])
})

test('an upgrade is answered as if nobody had asked for it', async t => {
  const { reached, send } = await start(t)
  const answer = await send(
    `GET /shop HTTP/1.1\r\n${host}Connection: upgrade, close\r\nUpgrade: websocket\r\n\r\n`
  )
  assert.deepEqual(statusesOf(answer), [200])
  assert.deepEqual(reached, ['GET /shop'])
})

test('pipelined requests are answered in their order', async t => {
  const { edge, reached } = await start(t)
  const wires = [openWire(t, edge.port), openWire(t, edge.port)]
  for (const { socket } of wires) {
    const paths = ['/shop/1', '/livez', '/shop/2', '/shop/3']
    socket.write(paths.map(path => `GET ${path} HTTP/1.1\r\n${host}\r\n`).join(''))
  }
  for (const { seen } of wires) {
    const bytes = await seen(/web saw \/shop\/3/)
    assert.deepEqual(statusesOf(bytes), [200, 404, 200, 200])
    assert.ok(bytes.indexOf('/shop/1') < bytes.indexOf('/shop/2'))
  }
  assert.equal(reached.length, 6)
})

test('a pipelined request behind a refused body is a request only when the body was whole', async t => {
  const { edge, reached } = await start(t)
  const wire = openWire(t, edge.port)
  wire.socket.write(
    `POST /metrics HTTP/1.1\r\n${host}Content-Length: ${hidden.length}\r\n\r\n${hidden}`
  )
  await wire.seen(/404 Not Found/)
  wire.socket.write(`GET /shop/real HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
  assert.deepEqual(statusesOf(await wire.closed), [404, 200])
  assert.deepEqual(reached, ['GET /shop/real'])
})

test('a broken request behind one that is served does not mix into its answer', async t => {
  const { edge } = await start(t)
  const wire = openWire(t, edge.port)
  wire.socket.write(`GET /shop/good HTTP/1.1\r\n${host}\r\nGARBAGE\r\n\r\n`)
  const bytes = await wire.closed
  assert.ok(!/400/.test(bytes) || bytes.indexOf('400') > bytes.indexOf('web saw'))
})

test('a head that comes too slowly is 408', async t => {
  const { edge, reached } = await start(t)
  const wire = openWire(t, edge.port)
  wire.socket.write('GET /shop HTTP/1.1\r\nHost: sh')
  assert.deepEqual(statusesOf(await wire.closed), [408])
  assert.deepEqual(reached, [])
})

test('a body that comes too slowly ends the connection, and web never hears of it', async t => {
  const { edge, reached } = await start(t)
  const wire = openWire(t, edge.port)
  wire.socket.write(`POST /shop HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nabc`)
  await wire.closed
  assert.deepEqual(reached, [])
  await until(() => edge.inFlight() === 0)
})

test('a continuation that was asked for is given', async t => {
  const { edge, reached } = await start(t)
  const wire = openWire(t, edge.port)
  wire.socket.write(
    `POST /shop HTTP/1.1\r\n${host}Content-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`
  )
  await wire.seen(/100 Continue/)
  wire.socket.write('abc')
  assert.deepEqual(statusesOf(await wire.closed), [100, 200])
  assert.deepEqual(reached, ['POST /shop abc'])
})

test('five hundred connections that say little or nothing keep nobody out, and are let go', async t => {
  const { edge, reached, send } = await start(t)
  const wires = Array.from({ length: 500 }, () => openWire(t, edge.port))
  for (const [index, { socket }] of wires.entries()) {
    if (index % 2 === 0) socket.write('GET /shop HTTP/1.1\r\nX-A: ')
  }
  const answer = await send(`GET /shop/x HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
  assert.deepEqual(statusesOf(answer), [200])
  await Promise.all(wires.map(({ closed }) => closed))
  assert.deepEqual(reached, ['GET /shop/x'])
  assert.equal(edge.inFlight(), 0)
})
