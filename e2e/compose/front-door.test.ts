import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { Pool, request } from 'undici'
import { fillCarts, visit } from '../support/background.ts'
import { linesOf } from '../support/container-logs.ts'
import { program } from '../support/program.ts'
import { systemUnderTest } from '../support/system.ts'
import { targetUnderTest } from '../support/target.ts'
import { until } from '../support/until.ts'

// HAProxy, which learns from Consul where web is.

const { shopUrl, target: kind } = systemUnderTest()
const target = targetUnderTest()
const options = { skip: kind !== 'compose' && 'only the compose system has HAProxy' }

test('a new instance gets traffic within 3 s of being ready', options, async t => {
  const before = await usual(t)
  const load = visit()
  await target.scale('web', before.length + 1)
  const [added = ''] = (await target.instances('web')).filter(id => !before.includes(id))
  const name = `web-${added.slice(0, 12)}`
  const ready = await until(async () =>
    (await linesOf('web')).find(({ instance, msg }) => instance === name && msg === 'ready')
  )
  // By its address: how HAProxy names its servers depends on where it takes them from.
  const host = await addressOf(added)
  const served = await until(async () =>
    (await linesOf('haproxy')).find(({ address }) => address?.startsWith(`${host}:`))
  )
  assert.deepEqual(await load.end(), [204])
  const afterMs = Date.parse(served.time) - Date.parse(ready.time)
  assert.ok(afterMs < 3_000, `${afterMs} ms`)
})

test('a drained instance loses nothing, forms included', options, async t => {
  const { length } = await usual(t)
  await target.scale('web', length + 1)
  await until(async () => ((await readyWebs()) === length + 1 ? true : undefined))
  const load = visit()
  const forms = fillCarts(t)
  await target.scale('web', length)
  assert.deepEqual(await load.end(), [204])
  assert.ok((await forms.end()) > 0)
})

test('a killed instance costs no failed GET', options, async t => {
  const running = await usual(t)
  const load = visit()
  await target.kill(running[0] ?? '')
  await until(async () => ((await readyWebs()) === running.length - 1 ? true : undefined))
  assert.deepEqual(await load.end(), [204])
})

for (const path of ['//livez', '/%6civez', '/shop/../metrics', '/shop/%2e%2e/metrics', '/readyz']) {
  test(`${path} is not there`, options, async t => {
    // A pool sends the path as it is.
    const pool = new Pool(shopUrl)
    t.after(() => pool.close())
    const { statusCode, headers, body } = await pool.request({ path, method: 'GET' })
    assert.equal(statusCode, 404)
    assert.match(await body.text(), /There is no such page/)
    assert.match(String(headers['x-correlation-id']), /^[0-9a-f]{32}$/)
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
  })
}

test('what a browser says of traces and addresses does not reach web', options, async () => {
  const headers = { 'x-correlation-id': 'a'.repeat(32), 'x-b3-traceid': 'a'.repeat(32) }
  const answer = await request(`${shopUrl}/status/alive`, { headers })
  await answer.body.dump()
  assert.notEqual(answer.headers['x-correlation-id'], 'a'.repeat(32))
})

test('a service cannot register as another', options, async () => {
  const register = `const fs = await import('node:fs')
    const token = fs.readFileSync('/secrets/consul-token', 'utf8').trim()
    for (const Name of ['cart', 'billing']) {
      const answer = await fetch('http://consul:8500/v1/agent/service/register', {
        method: 'PUT',
        headers: { 'x-consul-token': token },
        body: JSON.stringify({ ID: 'tried-' + Name, Name, Port: 9 })
      })
      console.log(answer.status)
      const gone = 'http://consul:8500/v1/agent/service/deregister/tried-' + Name
      await fetch(gone, { method: 'PUT', headers: { 'x-consul-token': token } })
    }`
  const words = ['compose', 'exec', '-T', 'cart', 'node', '--input-type=module', '-e', register]
  assert.deepEqual((await program('docker', words)).trim().split('\n'), ['200', '403'])
})

/** The instances of web that run; the end of the test brings as many back. */
async function usual(t: TestContext): Promise<readonly string[]> {
  const running = await target.instances('web')
  t.after(async () => {
    await target.scale('web', running.length)
    await until(async () => ((await readyWebs()) === running.length ? true : undefined))
  })
  return running
}

async function addressOf(container: string): Promise<string> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  return (await program('docker', ['inspect', '--format', format, container])).trim()
}

async function readyWebs(): Promise<number> {
  const { body } = await request(`${shopUrl}/status/services`, {
    headers: { accept: 'application/json' }
  })
  const { services } = (await body.json()) as {
    readonly services: readonly {
      readonly name: string
      readonly instances: readonly { readonly state: string }[]
    }[]
  }
  const web = services.find(({ name }) => name === 'web')
  return web?.instances.filter(({ state }) => state === 'ready').length ?? 0
}
