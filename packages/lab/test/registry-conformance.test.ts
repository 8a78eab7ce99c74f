import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { blockingQueries } from './registry-cases/blocking-queries.ts'
import { catalogue } from './registry-cases/catalogue.ts'
import { refusesTooMany } from './registry-cases/connections.ts'
import { httpChecks } from './registry-cases/http-checks.ts'
import { keyValues } from './registry-cases/key-values.ts'
import { maintenance } from './registry-cases/maintenance.ts'
import { refusals } from './registry-cases/refusals.ts'
import { registrations } from './registry-cases/registrations.ts'
import { registryKinds, type RegistryProcess } from './registry-cases/registries.ts'
import { createRegistryClient, eventually, newName } from './registry-cases/registry-client.ts'
import { ttlChecks } from './registry-cases/ttl-checks.ts'

// What the lab's registry promises is what a real Consul does: every case is tried with both. One
// process serves all cases of a kind; each uses names of its own.
for (const kind of registryKinds) {
  describe(kind.name, { skip: kind.skip }, () => {
    let registry: RegistryProcess
    const url = (): string => registry.url
    before(async () => {
      registry = await kind.open()
    })
    after(async () => registry.dispose())

    describe('side by side', { concurrency: 6 }, () => {
      const client = createRegistryClient(url)
      after(async () => client.close())
      registrations(client)
      blockingQueries(client)
      ttlChecks(client)
      httpChecks(client)
      maintenance(client)
      catalogue(client)
      keyValues(client)
      refusals(client)
    })

    describe('one after the other', () => {
      test('refuses the connection that is one too many of one address, and recovers', async t => {
        // Of its own, since it counts every connection there is.
        const counted = await kind.open()
        t.after(async () => counted.dispose())
        await refusesTooMany(t, counted.url)
      })

      test('keeps keys when it is killed, and goes on counting', async t => {
        const client = createRegistryClient(url)
        t.after(async () => client.close())
        const key = newName('key')
        await client.done(`/v1/kv/${key}?flags=7`, 'kept')
        await client.done(`/v1/kv/gone-${key}`, 'x')
        await client.ask('DELETE', `/v1/kv/gone-${key}`)
        const before = await client.get(`/v1/kv/${key}`)
        await registry.kill()
        await registry.start()
        // A Consul that leads again answers before it has read its log to the end.
        const after = await eventually(
          () => client.get(`/v1/kv/${key}`),
          ({ status }) => status === 200
        )
        assert.deepEqual(after.json(), before.json())
        assert.equal((await client.get(`/v1/kv/gone-${key}`)).status, 404)
        await client.done(`/v1/kv/${key}`, 'changed')
        assert.ok((await client.get(`/v1/kv/${key}`)).index > before.index)
      })
    })
  })
}
