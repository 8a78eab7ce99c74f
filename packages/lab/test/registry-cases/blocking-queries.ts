import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, newName, type RegistryClient } from './registry-client.ts'

export function blockingQueries({ register, health, done, get }: RegistryClient): void {
  test('answers at once without an index, and never with an index of 0', async () => {
    const name = newName('svc')
    assert.ok((await health(name)).index >= 1)
    const answer = await get(`/v1/health/service/${name}?index=0&wait=10s`)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['x-consul-knownleader'], 'true')
    assert.equal(answer.headers['x-consul-lastcontact'], '0')
  })

  for (const [what, change] of Object.entries({
    'an instance that comes': async (name: string) => register({ ID: `${name}-2`, Name: name }),
    'an instance that goes': async (name: string) => done(`/v1/agent/service/deregister/${name}-1`),
    'a check that changes': async (name: string) => done(`/v1/agent/check/fail/c-${name}`),
    'a mark of maintenance': async (name: string) =>
      done(`/v1/agent/service/maintenance/${name}-1?enable=true`),
    'other metadata': async (name: string) =>
      register({ ID: `${name}-1`, Name: name, Meta: { version: '2' } })
  })) {
    test(`wakes who waits at ${what}`, async () => {
      const name = newName('svc')
      const check = { CheckID: `c-${name}`, TTL: '1h', Status: 'passing' }
      await register({ ID: `${name}-1`, Name: name, Check: check })
      const { index, entries } = await health(name)
      const waiting = health(name, `index=${index}&wait=60s`)
      await change(name)
      const woken = await waiting
      assert.ok(woken.index > index)
      assert.notDeepEqual(woken.entries, entries)
    })
  }

  test('wakes who waits for a service that does not exist yet', async () => {
    const name = newName('svc')
    const { index } = await health(name)
    const seen = eventually(
      async () => health(name, `index=${index}&wait=60s`),
      ({ entries }) => entries.length === 1
    )
    await register({ Name: name })
    await seen
  })

  test('holds on until the wait is over, and a sixteenth longer at most', async () => {
    const name = newName('svc')
    await register({ Name: name })
    const { index } = await health(name)
    const startedAt = performance.now()
    const after = await health(name, `index=${index}&wait=800ms`)
    const tookMs = performance.now() - startedAt
    assert.ok(tookMs >= 790, `${tookMs} ms`)
    assert.ok(tookMs < 800 * (1 + 1 / 16) + 500, `${tookMs} ms`)
    assert.equal(after.index, index)
  })

  test('is not woken by another service', async () => {
    const [name, other] = [newName('svc'), newName('svc')]
    await register({ Name: name })
    const { index } = await health(name)
    const waiting = health(name, `index=${index}&wait=1s`)
    for (const port of [1, 2, 3]) await register({ Name: other, Port: port })
    assert.equal((await waiting).index, index)
  })

  test('answers an index from before a change at once: no change is missed', async () => {
    const name = newName('svc')
    await register({ Name: name })
    const { index } = await health(name)
    await register({ Name: name, Port: 2 })
    const startedAt = performance.now()
    const { entries } = await health(name, `index=${index}&wait=60s`)
    assert.ok(performance.now() - startedAt < 5_000)
    assert.equal(entries[0]?.Service.Port, 2)
  })

  test('lets who watches see the last of many concurrent writes, with an index that only rises', async () => {
    const name = newName('svc')
    const ids = Array.from({ length: 8 }, (_, each) => `${name}-${each}`)
    const lastPort = 12
    const seen: number[] = []
    const watching = (async () => {
      for (let index = 1; ;) {
        const answer = await health(name, `index=${index}&wait=10s`)
        seen.push(answer.index)
        index = answer.index
        const isLast = answer.entries.every(({ Service }) => Service.Port === lastPort)
        if (answer.entries.length === ids.length && isLast) return
      }
    })()
    const writing = ids.map(async id => {
      for (let port = 1; port <= lastPort; port++)
        await register({ ID: id, Name: name, Port: port })
    })
    await Promise.all([watching, ...writing])
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b)
    )
  })

  test('stands above every former index when the last instance has gone', async () => {
    const name = newName('svc')
    await register({ Name: name })
    const { index } = await health(name)
    await done(`/v1/agent/service/deregister/${name}`)
    assert.ok((await health(name)).index > index)
  })
}
