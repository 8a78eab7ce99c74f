import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, newName, type Check, type RegistryClient } from './registry-client.ts'

export function catalogue({ register, get, done, health }: RegistryClient): void {
  test('lists service names with the tags of all instances, and the registry itself', async () => {
    const name = newName('svc')
    await register({ ID: `${name}-1`, Name: name, Tags: ['a', 'b'] })
    await register({ ID: `${name}-2`, Name: name, Tags: ['b', 'c'] })
    const names = (await get('/v1/catalog/services')).json() as Record<string, readonly string[]>
    assert.deepEqual(names[name]?.toSorted(), ['a', 'b', 'c'])
    assert.deepEqual(names['consul'], [])
  })

  test('wakes who watches the names when one comes', async () => {
    const name = newName('svc')
    const { index } = await get('/v1/catalog/services')
    const waiting = eventually(
      async () => get(`/v1/catalog/services?index=${index}&wait=60s`),
      answer => name in (answer.json() as object)
    )
    await register({ Name: name })
    await waiting
  })

  test('tells the instances of a service whatever their checks say', async () => {
    const name = newName('svc')
    await register({
      ID: `${name}-1`,
      Name: name,
      Address: '127.0.0.1',
      Port: 9,
      Check: { TTL: '1h' }
    })
    const [entry] = (await get(`/v1/catalog/service/${name}`)).json() as readonly Record<
      string,
      unknown
    >[]
    assert.equal(entry?.['ServiceID'], `${name}-1`)
    assert.equal(entry['ServiceAddress'], '127.0.0.1')
    assert.equal(entry['ServicePort'], 9)
    assert.equal(entry['Address'], '127.0.0.1')
    assert.deepEqual((await get(`/v1/catalog/service/no-${name}`)).json(), [])
  })

  test('tells only passing instances where that is asked for', async () => {
    const name = newName('svc')
    for (const status of ['passing', 'warning', 'critical']) {
      const check = { CheckID: `${status}-${name}`, TTL: '1h', Status: status }
      await register({ ID: `${name}-${status}`, Name: name, Check: check })
    }
    await register({ ID: `${name}-unchecked`, Name: name })
    const ids = async (query: string): Promise<readonly string[]> =>
      (await health(name, query)).entries.map(({ Service }) => Service.ID).toSorted()
    assert.deepEqual(await ids('passing'), [`${name}-passing`, `${name}-unchecked`])
    assert.deepEqual(await ids('passing=true'), [`${name}-passing`, `${name}-unchecked`])
    assert.equal((await ids('passing=false')).length, 4)
    assert.equal((await ids('stale')).length, 4)
  })

  test('tells only instances with a tag where that is asked for', async () => {
    const name = newName('svc')
    await register({ ID: `${name}-1`, Name: name, Tags: ['blue'] })
    await register({ ID: `${name}-2`, Name: name, Tags: ['green'] })
    const { entries } = await health(name, 'tag=green')
    assert.deepEqual(
      entries.map(({ Service }) => Service.ID),
      [`${name}-2`]
    )
  })

  test('tells checks by service and by state', async () => {
    const name = newName('svc')
    await register({ Name: name, Check: { CheckID: `c-${name}`, TTL: '1h', Status: 'warning' } })
    const ids = async (path: string): Promise<readonly string[]> =>
      ((await get(path)).json() as readonly Check[]).map(({ CheckID }) => CheckID)
    assert.deepEqual(await ids(`/v1/health/checks/${name}`), [`c-${name}`])
    assert.ok((await ids('/v1/health/state/warning')).includes(`c-${name}`))
    assert.ok((await ids('/v1/health/state/any')).includes(`c-${name}`))
    assert.ok((await ids('/v1/health/state/any')).includes('serfHealth'))
    assert.ok(!(await ids('/v1/health/state/passing')).includes(`c-${name}`))
    assert.deepEqual(await ids(`/v1/health/checks/no-${name}`), [])
    const { index } = await get('/v1/health/state/any')
    const waiting = eventually(
      async () => get(`/v1/health/state/passing?index=${index}&wait=60s`),
      answer => (answer.json() as readonly Check[]).some(({ CheckID }) => CheckID === `c-${name}`)
    )
    await done(`/v1/agent/check/pass/c-${name}`)
    await waiting
  })

  test('says who leads', async () => {
    const leader = (await get('/v1/status/leader')).json()
    assert.match(String(leader), /^127\.0\.0\.1:\d+$/)
    assert.deepEqual((await get('/v1/status/peers')).json(), [leader])
    const self = (await get('/v1/agent/self')).json() as { Config: Record<string, unknown> }
    assert.equal(self.Config['Datacenter'], 'dc1')
    assert.equal(self.Config['NodeName'], 'lab')
  })
}
