import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newName, type RegistryClient } from './registry-client.ts'

export function maintenance({ register, done, put, health, checks }: RegistryClient): void {
  const registered = async (): Promise<{ readonly name: string; readonly mark: string }> => {
    const name = newName('svc')
    const check = { CheckID: `c-${name}`, TTL: '1h', Status: 'passing' }
    await register({ ID: `${name}-1`, Name: name, Check: check })
    return { name, mark: `_service_maintenance:${name}-1` }
  }

  test('a mark of maintenance is a critical check with its reason, and leaves the others alone', async () => {
    const { name, mark } = await registered()
    await done(`/v1/agent/service/maintenance/${name}-1?enable=true&reason=deploy%20v2`)
    const found = await checks(name)
    assert.equal(found[mark]?.Status, 'critical')
    assert.equal(found[mark]?.Notes, 'deploy v2')
    assert.equal(found[mark]?.Type, 'maintenance')
    assert.equal(found[`c-${name}`]?.Status, 'passing')
    assert.equal((await health(name, 'passing')).entries.length, 0)
    await done(`/v1/agent/service/maintenance/${name}-1?enable=false`)
    assert.deepEqual(Object.keys(await checks(name)), [`c-${name}`])
    assert.equal((await health(name, 'passing')).entries.length, 1)
  })

  test('a second mark leaves the first as it is, and taking none away is no error', async () => {
    const { name, mark } = await registered()
    await done(`/v1/agent/service/maintenance/${name}-1?enable=true&reason=first`)
    const { index } = await health(name)
    await done(`/v1/agent/service/maintenance/${name}-1?enable=true&reason=second`)
    assert.equal((await checks(name))[mark]?.Notes, 'first')
    assert.equal((await health(name)).index, index)
    await done(`/v1/agent/service/maintenance/${name}-1?enable=false`)
    await done(`/v1/agent/service/maintenance/${name}-1?enable=false`)
  })

  test('a mark without a reason says that there is none', async () => {
    const { name, mark } = await registered()
    await done(`/v1/agent/service/maintenance/${name}-1?enable=true`)
    assert.match((await checks(name))[mark]?.Notes ?? '', /no reason was provided/)
  })

  test('a mark stays when the instance registers again, and goes when its checks are replaced', async () => {
    const { name, mark } = await registered()
    await done(`/v1/agent/service/maintenance/${name}-1?enable=true`)
    const check = { CheckID: `c-${name}`, TTL: '1h', Status: 'passing' }
    await register({ ID: `${name}-1`, Name: name, Check: check })
    assert.ok(mark in (await checks(name)))
    await register({ ID: `${name}-1`, Name: name, Check: check }, 'replace-existing-checks=true')
    assert.ok(!(mark in (await checks(name))))
  })

  test('refuses to mark what is not registered, and unclear wishes', async () => {
    const { name } = await registered()
    const statuses = [
      (await put('/v1/agent/service/maintenance/no-such?enable=true')).status,
      (await put(`/v1/agent/service/maintenance/${name}-1`)).status,
      (await put(`/v1/agent/service/maintenance/${name}-1?enable=maybe`)).status,
      (await put('/v1/agent/service/maintenance/?enable=true')).status
    ]
    assert.deepEqual(statuses, [404, 400, 400, 400])
  })
}
