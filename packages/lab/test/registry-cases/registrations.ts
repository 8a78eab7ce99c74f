import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newName, type RegistryClient } from './registry-client.ts'

export function registrations({ register, health, get, done, put, checks }: RegistryClient): void {
  test('tells of an instance what was registered', async () => {
    const name = newName('svc')
    await register({
      ID: `${name}-1`,
      Name: name,
      Address: '127.0.0.1',
      Port: 4711,
      Tags: ['blue', 'v1'],
      Meta: { version: '1.2.3', lab: 'x' },
      Weights: { Passing: 10, Warning: 1 },
      Check: { CheckID: `ready:${name}`, Name: 'ready', TTL: '1h', Status: 'passing' }
    })
    const { entries } = await health(name)
    const [entry, ...others] = entries
    assert.deepEqual(others, [])
    assert.equal(entry?.Service.ID, `${name}-1`)
    assert.equal(entry.Service.Service, name)
    assert.equal(entry.Service.Address, '127.0.0.1')
    assert.equal(entry.Service.Port, 4711)
    assert.deepEqual(entry.Service.Tags, ['blue', 'v1'])
    assert.deepEqual(entry.Service.Meta, { version: '1.2.3', lab: 'x' })
    assert.deepEqual(entry.Service.Weights, { Passing: 10, Warning: 1 })
    assert.equal(entry.Node.Address, '127.0.0.1')
    assert.deepEqual(
      entry.Checks.map(({ CheckID, Status }) => [CheckID, Status]),
      [
        ['serfHealth', 'passing'],
        [`ready:${name}`, 'passing']
      ]
    )
  })

  test('takes the name for the id, names checks without id, and weighs with 1', async () => {
    const name = newName('svc')
    await register({ Name: name, Checks: [{ TTL: '1h' }, { TTL: '1h', Status: 'warning' }] })
    const { entries } = await health(name)
    assert.equal(entries[0]?.Service.ID, name)
    assert.equal(entries[0].Service.Meta, null)
    assert.deepEqual(entries[0].Service.Weights, { Passing: 1, Warning: 1 })
    const found = await checks(name)
    assert.equal(found[`service:${name}:1`]?.Status, 'critical')
    assert.equal(found[`service:${name}:2`]?.Status, 'warning')
    assert.equal(found[`service:${name}:1`]?.Name, `Service '${name}' check`)
  })

  test('takes names of fields in any case, and snake case where Consul does', async () => {
    const name = newName('svc')
    const check = { checkid: `c-${name}`, ttl: '1h', deregister_critical_service_after: '10m' }
    await register({ id: `${name}-1`, name, port: 1, check })
    assert.deepEqual(Object.keys(await checks(name)), [`c-${name}`])
  })

  test('keeps the state of a check that is registered again, whatever state is given', async () => {
    const name = newName('svc')
    const registration = { Name: name, Check: { CheckID: `c-${name}`, TTL: '1h' } }
    await register(registration)
    await done(`/v1/agent/check/pass/c-${name}?note=fine`)
    await register({ ...registration, Check: { ...registration.Check, Status: 'critical' } })
    const found = await checks(name)
    assert.equal(found[`c-${name}`]?.Status, 'passing')
    assert.equal(found[`c-${name}`]?.Output, 'fine')
  })

  test('keeps checks that are not given again, unless they are to be replaced', async () => {
    const name = newName('svc')
    const only = (id: string): object => ({ Name: name, Check: { CheckID: id + name, TTL: '1h' } })
    await register(only('a'))
    await register(only('b'))
    assert.deepEqual(Object.keys(await checks(name)).toSorted(), [`a${name}`, `b${name}`])
    await register(only('c'), 'replace-existing-checks=true')
    assert.deepEqual(Object.keys(await checks(name)), [`c${name}`])
  })

  test('raises no index for a registration that changes nothing', async () => {
    const name = newName('svc')
    const registration = { Name: name, Port: 1, Check: { TTL: '1h' } }
    await register(registration)
    const { index } = await health(name)
    await register(registration)
    assert.equal((await health(name)).index, index)
    await register({ ...registration, Port: 2 })
    assert.ok((await health(name)).index > index)
  })

  test('moves an instance whose name changes', async () => {
    const [name, renamed] = [newName('svc'), newName('svc')]
    await register({ ID: `${name}-1`, Name: name })
    await register({ ID: `${name}-1`, Name: renamed })
    assert.equal((await health(name)).entries.length, 0)
    assert.equal((await health(renamed)).entries.length, 1)
  })

  test('forgets an instance and its checks when it is deregistered', async () => {
    const name = newName('svc')
    await register({ ID: `${name}-1`, Name: name, Check: { CheckID: `c-${name}`, TTL: '1h' } })
    await done(`/v1/agent/service/deregister/${name}-1`)
    assert.equal((await health(name)).entries.length, 0)
    assert.equal((await get(`/v1/agent/service/${name}-1`)).status, 404)
    assert.equal((await put(`/v1/agent/check/pass/c-${name}`)).status, 404)
  })

  test("tells the agent's own services and checks, one or all", async () => {
    const name = newName('svc')
    await register({
      ID: `${name}/1`,
      Name: name,
      Port: 7,
      Check: { CheckID: `c-${name}`, TTL: '1h' }
    })
    const one = await get(`/v1/agent/service/${encodeURIComponent(`${name}/1`)}`)
    assert.equal(one.status, 200)
    assert.equal((one.json() as { Port: number }).Port, 7)
    assert.equal((one.json() as { Service: string }).Service, name)
    const all = (await get('/v1/agent/services')).json() as Record<string, object>
    assert.ok(`${name}/1` in all)
    const ownChecks = (await get('/v1/agent/checks')).json() as Record<string, { Type: string }>
    assert.equal(ownChecks[`c-${name}`]?.Type, 'ttl')
  })

  test('adds and removes a check by itself', async () => {
    const name = newName('svc')
    await register({ Name: name })
    const check = { ID: `c-${name}`, Name: 'own', ServiceID: name, TTL: '1h', Status: 'passing' }
    await done('/v1/agent/check/register', check)
    assert.equal((await checks(name))[`c-${name}`]?.Status, 'passing')
    await done(`/v1/agent/check/deregister/c-${name}`)
    assert.deepEqual(await checks(name), {})
    const lost = await put('/v1/agent/check/register', { ...check, ServiceID: `no-${name}` })
    assert.equal(lost.status, 404)
  })
}
