import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { Pool } from 'undici'
import { listen, startEdge, startWeb, until } from './harness.ts'
import { dies, diesInBody, good, hangs, marked, start, status, type Answer } from './instances.ts'

const others: readonly (readonly [string, Answer | 'refuses'])[] = [
  ['refuses connections', 'refuses'],
  ['dies before its first byte', dies],
  ['answers 502', status(502)],
  ['answers 503', status(503)],
  ['answers 504', status(504)],
  ['answers 503 with the mark', marked]
]
for (const [name, first] of others) {
  for (const method of ['GET', 'HEAD'] as const) {
    test(`a ${method} goes elsewhere when an instance ${name}`, async t => {
      const { asked, ask } = await start(t, [first, good])
      const answer = await ask(method)
      assert.deepEqual([answer.status, answer.text], [200, method === 'HEAD' ? '' : 'good'])
      assert.equal(asked.at(-1), `2: ${method} 2`)
    })
  }
}

for (const [name, first] of [others[0], others[5]].filter(other => other !== undefined)) {
  test(`a form goes elsewhere when an instance ${name}`, async t => {
    const { asked, ask } = await start(t, [first, good])
    assert.equal((await ask('POST')).text, 'good')
    assert.equal(asked.at(-1), '2: POST 2 a=b')
  })
}

for (const [name, first, expected] of [
  ['died after it was sent', dies, 502],
  ['answered 502', status(502), 502],
  ['answered 503', status(503), 503],
  ['answered 504', status(504), 504]
] as const) {
  test(`a form is not sent again when an instance ${name}`, async t => {
    const { asked, ask } = await start(t, [first, good])
    assert.equal((await ask('POST')).status, expected)
    assert.equal(asked.length, 1)
  })
}

test('a GET is repeated when an instance never answers, a form is not', async t => {
  const { asked, ask } = await start(t, [hangs, good], { headMs: 300 })
  assert.equal((await ask('GET')).text, 'good')
  assert.deepEqual(asked, ['1: GET 1', '2: GET 2'])
  const other = await start(t, [hangs, good], { headMs: 300 })
  assert.equal((await other.ask('POST')).status, 504)
  assert.deepEqual(other.asked, ['1: POST 1 a=b'])
})

test('the only instance is asked once, when it never answers', async t => {
  const { asked, ask } = await start(t, [hangs], { headMs: 300 })
  assert.equal((await ask('GET')).status, 504)
  assert.deepEqual(asked, ['1: GET 1'])
})

test('an instance that answers 500 at once is hardly asked any more', async t => {
  const { edge, ask } = await start(t, [status(500), good])
  const answers: string[] = []
  for (let request = 0; request < 50; request++) answers.push((await ask('GET')).text)
  assert.ok(answers.filter(text => text !== 'good').length <= 5)
  assert.deepEqual(new Set(answers.slice(10)), new Set(['good']))
  const [lying] = edge.endpoints.all()
  assert.ok((lying?.load.read(Date.now(), 0).penaltyMs ?? 0) > 0)
})

test('the only instance is asked whatever it answers: an error page of web is better than ours', async t => {
  const { edge, asked, ask } = await start(t, [status(500)])
  for (let request = 0; request < 20; request++)
    assert.equal((await ask('GET')).text, 'web says 500')
  assert.equal(asked.length, 20)
  assert.equal(edge.endpoints.all()[0]?.breaker.isOut(), true)
})

test('once a byte of an answer went on nothing is repeated, and the connection is cut', async t => {
  const { asked, ask } = await start(t, [diesInBody, good])
  await assert.rejects(ask('GET'))
  assert.deepEqual(asked, ['1: GET 1'])
})

test('an answer whose sender has used up its retries is shown as it is', async t => {
  const { asked, ask } = await start(t, [status(503, { 'x-retry': 'no' }), good])
  const answer = await ask('GET')
  assert.deepEqual([answer.status, answer.text], [503, 'web says 503'])
  assert.equal(asked.length, 1)
})

test('what web says stays, when there is nobody else to ask', async t => {
  for (const only of [status(502), status(503), marked]) {
    const { asked, ask } = await start(t, [only])
    assert.match((await ask('GET')).text, /^web says/)
    assert.match((await ask('POST')).text, /^web says/)
    assert.equal(asked.length, 2)
  }
})

test('other answers of web are shown as they are', async t => {
  for (const code of [204, 303, 304, 400, 404, 422, 500]) {
    const { asked, ask } = await start(t, [status(code), good])
    assert.equal((await ask('GET')).status, code)
    assert.equal(asked.length, 1)
  }
})

test('at most three attempts are made', async t => {
  const { asked, ask } = await start(t, [dies, dies, dies, dies])
  assert.equal((await ask('GET')).status, 502)
  assert.equal(asked.length, 3)
})

test('an experiment may leave out the repeats', async t => {
  const { asked, ask } = await start(t, [dies, good], { attemptsMax: 1 })
  assert.equal((await ask('GET')).status, 502)
  assert.equal((await ask('GET')).text, 'good')
  assert.deepEqual(asked, ['1: GET 1', '2: GET 1'])
})

test('what the edge says itself is a page with an id, in the reader’s language', async t => {
  const dead = await start(t, ['refuses'])
  const none = await start(t, [])
  const late = await start(t, [hangs], { headMs: 100 })
  for (const [{ edge, ask }, expected] of [
    [dead, 502],
    [none, 503],
    [late, 504]
  ] as const) {
    const { status: told, headers, text } = await ask('GET')
    assert.equal(told, expected)
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.match(text, /lang="de"/)
    const id = String(headers['x-correlation-id'])
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.ok(text.includes(id))
    assert.equal(headers['retry-after'], '2')
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    const warning = edge.runtime.logLines().find(({ level }) => level === 'warn')
    assert.equal(warning?.['traceId'], id)
    const head = await ask('HEAD')
    assert.deepEqual([head.status, head.text], [expected, ''])
    assert.ok(Number(head.headers['content-length']) > 500)
  }
})

test('404, 405 and 429 are pages too', async t => {
  const web = await startWeb(t, (_request, response) => response.end('good'))
  const edge = await startEdge(t, { webs: [web], perMinute: 3 })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const ask = async (method: 'GET' | 'PUT', path: string) => {
    const { statusCode, headers, body } = await pool.request({ method, path })
    return [statusCode, /<h1>/.test(await body.text()), headers['retry-after'], headers['allow']]
  }
  assert.deepEqual(await ask('GET', '/metrics'), [404, true, undefined, undefined])
  assert.deepEqual(await ask('PUT', '/shop'), [405, true, undefined, 'GET, HEAD, POST'])
  assert.deepEqual(await ask('GET', '/shop'), [200, false, undefined, undefined])
  assert.deepEqual(await ask('GET', '/shop'), [429, true, '20', undefined])
})

test('an answer whose header cannot be passed on is 502', async t => {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nx-a: a\x01b\r\ncontent-length: 2\r\n\r\nok')
    )
  })
  const web = await listen(server)
  t.after(() => void server.close())
  const edge = await startEdge(t, { webs: [web] })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const { statusCode, body } = await pool.request({ method: 'GET', path: '/shop' })
  await body.dump()
  assert.equal(statusCode, 502)
})

test('a browser that leaves is asked for nowhere else, and web hears of it', async t => {
  let left = 0
  const { edge, asked } = await start(t, [
    response => void response.once('close', () => left++),
    good
  ])
  const abort = new AbortController()
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const cut = pool
    .request({ method: 'GET', path: '/shop', signal: abort.signal })
    .catch(() => 'cut')
  await until(() => asked.length === 1)
  abort.abort()
  assert.equal(await cut, 'cut')
  await until(() => left === 1 && edge.inFlight() === 0)
  assert.deepEqual(asked, ['1: GET 1'])
  assert.deepEqual(
    edge.endpoints.all().map(({ pending }) => pending),
    [0, 0]
  )
})

test('a request leaves a line with its trace, and its path is in no line', async t => {
  const { edge, ask } = await start(t, [good])
  const { headers } = await ask('GET')
  const lines = edge.runtime.logLines()
  assert.equal(lines.at(-1)?.['traceId'], headers['x-correlation-id'])
  assert.equal(lines.at(-1)?.['msg'], 'served')
})
