import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../src/compose/health.sh', import.meta.url))

/** How the check of a container ends whose process answers so. */
async function check(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.closeAllConnections())
  t.after(() => server.close())
  return run((server.address() as AddressInfo).port)
}

function run(port: number): Promise<number> {
  return new Promise(resolve => {
    execFile('bash', [script], { env: { PORT: String(port) }, timeout: 20_000 }, error => {
      resolve(typeof error?.code === 'number' ? error.code : error === null ? 0 : -1)
    })
  })
}

test('a process that is ready is healthy, and is asked for nothing else', async t => {
  const asked: (string | undefined)[] = []
  const code = await check(t, (request, response) => {
    asked.push(request.method, request.url)
    response.end('ready')
  })
  assert.deepEqual([code, ...asked], [0, 'GET', '/readyz'])
})

test('a process that is not ready, fails, is gone or never answers is not healthy', async t => {
  for (const status of [503, 500, 404, 301]) {
    const code = await check(t, (_, response) => void response.writeHead(status).end('200'))
    assert.equal(code, 1, `${status}`)
  }
  assert.equal(await run(1), 1)
  assert.equal(await check(t, () => undefined), 1)
})
