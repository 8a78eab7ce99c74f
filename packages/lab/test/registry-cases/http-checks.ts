import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { eventually, newName, type Check, type RegistryClient } from './registry-client.ts'

/** A process that is looked at, and what it answers. */
type Peer = {
  readonly url: string
  answer: { status: number; body?: string; location?: string } | 'silence'
  readonly requests: IncomingMessage[]
}

export function httpChecks(client: RegistryClient): void {
  const { register, checks, health, done } = client

  /** Registers one instance with an HTTP check, and answers how to ask for that check. */
  const watched = async (
    check: object
  ): Promise<{ readonly name: string; readonly look: () => Promise<Check | undefined> }> => {
    const name = newName('svc')
    const id = `c-${name}`
    await register({
      Name: name,
      Check: { CheckID: id, Interval: '1s', Timeout: '500ms', ...check }
    })
    return { name, look: async () => (await checks(name))[id] }
  }
  const untilStatus = async (
    look: () => Promise<Check | undefined>,
    status: string
  ): Promise<Check | undefined> => eventually(look, check => check?.Status === status)

  test('an HTTP check begins critical and follows the answers: 2xx, 429, others', async t => {
    const peer = await startPeer(t)
    const { look } = await watched({ HTTP: `${peer.url}/readyz?x=1` })
    assert.equal((await look())?.Status, 'critical')
    const passing = await untilStatus(look, 'passing')
    assert.match(passing?.Output ?? '', /^HTTP GET \S+\/readyz\?x=1: 204 No Content Output: $/)
    peer.answer = { status: 429, body: 'slow down' }
    const warning = await untilStatus(look, 'warning')
    assert.match(warning?.Output ?? '', /: 429 Too Many Requests Output: slow down$/)
    peer.answer = { status: 503, body: 'no' }
    const critical = await untilStatus(look, 'critical')
    assert.match(critical?.Output ?? '', /: 503 Service Unavailable Output: no$/)
    assert.ok(peer.requests.every(({ url }) => url === '/readyz?x=1'))
    assert.equal(peer.requests[0]?.headers['user-agent'], 'Consul Health Check')
  })

  test('an HTTP check tells who watches of every change', async t => {
    const peer = await startPeer(t)
    const { name, look } = await watched({ HTTP: peer.url })
    await untilStatus(look, 'passing')
    const { index } = await health(name)
    const waiting = health(name, `index=${index}&wait=60s`)
    peer.answer = { status: 500 }
    const { entries } = await waiting
    assert.equal(entries[0]?.Checks.at(-1)?.Status, 'critical')
  })

  test('an HTTP check that gets no answer in time is critical', async t => {
    const peer = await startPeer(t)
    peer.answer = 'silence'
    const { look } = await watched({ HTTP: peer.url, Timeout: '200ms', Status: 'passing' })
    await untilStatus(look, 'critical')
  })

  test('an HTTP check of a port that nobody listens on is critical', async t => {
    const peer = await startPeer(t)
    const { look } = await watched({ HTTP: 'http://127.0.0.1:1/', Status: 'passing' })
    await untilStatus(look, 'critical')
    assert.equal(peer.requests.length, 0)
  })

  test('an HTTP check makes a connection of its own for every look', async t => {
    const peer = await startPeer(t)
    await watched({ HTTP: peer.url })
    await eventually(
      async () => peer.requests.length,
      count => count >= 2
    )
    assert.equal(new Set(peer.requests.map(({ socket }) => socket)).size, peer.requests.length)
  })

  test('an HTTP check sends its method, headers and body', async t => {
    const peer = await startPeer(t)
    const { look } = await watched({
      HTTP: peer.url,
      Method: 'POST',
      Header: { 'X-Probe': ['yes'] },
      Body: 'hello'
    })
    await untilStatus(look, 'passing')
    const [first] = peer.requests
    assert.equal(first?.method, 'POST')
    assert.equal(first.headers['x-probe'], 'yes')
    assert.equal(first.headers['content-length'], '5')
  })

  test('an HTTP check follows redirects, unless told not to', async t => {
    const [peer, target] = [await startPeer(t), await startPeer(t)]
    peer.answer = { status: 302, location: `${target.url}/there` }
    const follower = await watched({ HTTP: peer.url })
    await untilStatus(follower.look, 'passing')
    assert.equal(target.requests[0]?.url, '/there')
    const other = await watched({ HTTP: peer.url, DisableRedirects: true, Status: 'passing' })
    await untilStatus(other.look, 'critical')
  })

  test('a state changes only after as many results in a row as asked for', async t => {
    const peer = await startPeer(t)
    const { look } = await watched({ HTTP: peer.url, FailuresBeforeCritical: 2, Status: 'passing' })
    await eventually(
      async () => peer.requests.length,
      count => count >= 1
    )
    peer.answer = { status: 500 }
    const failedFrom = peer.requests.length
    await untilStatus(look, 'critical')
    assert.ok(peer.requests.length >= failedFrom + 2)
  })

  test('a failure that is forgiven becomes a warning where one is asked for', async t => {
    const peer = await startPeer(t)
    const { look } = await watched({
      HTTP: peer.url,
      FailuresBeforeWarning: 1,
      FailuresBeforeCritical: 100
    })
    await untilStatus(look, 'passing')
    peer.answer = { status: 500 }
    await untilStatus(look, 'warning')
  })

  test('a success counts only after as many in a row as asked for', async t => {
    const peer = await startPeer(t)
    peer.answer = { status: 500 }
    const { look } = await watched({ HTTP: peer.url, SuccessBeforePassing: 2 })
    await eventually(
      async () => peer.requests.length,
      count => count >= 1
    )
    peer.answer = { status: 200 }
    const passedFrom = peer.requests.length
    await untilStatus(look, 'passing')
    assert.ok(peer.requests.length >= passedFrom + 2)
  })

  test('nobody is looked at after having been deregistered', async t => {
    const peer = await startPeer(t)
    const { name, look } = await watched({ HTTP: peer.url })
    await untilStatus(look, 'passing')
    await done(`/v1/agent/service/deregister/${name}`)
    const count = peer.requests.length
    // Another service with the same interval has been looked at twice: ours would have been, too.
    const other = await startPeer(t)
    await watched({ HTTP: other.url })
    await eventually(
      async () => other.requests.length,
      looks => looks >= 2
    )
    assert.ok(peer.requests.length <= count + 1)
  })
}

async function startPeer(t: TestContext): Promise<Peer> {
  const server = createServer((request, response) => {
    peer.requests.push(request)
    request.resume()
    if (peer.answer === 'silence') return
    const { status, body = '', location } = peer.answer
    response.writeHead(status, location === undefined ? {} : { location }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const peer: Peer = { url: `http://127.0.0.1:${port}`, answer: { status: 204 }, requests: [] }
  return peer
}
