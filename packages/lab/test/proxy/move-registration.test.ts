import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import {
  createConsulRegistrar,
  createConsulResolver,
  type Endpoint
} from '@microzon/shared/discovery'
import { moveRegistration } from '../../src/runtime/move-registration.ts'
import { registryKinds, type RegistryProcess } from '../registry-cases/registries.ts'
import { createRegistryClient } from '../registry-cases/registry-client.ts'
import { until } from '../stub-lab.ts'

// How the proxy comes between an instance and its callers: over the lab's registry and a real Consul.
for (const kind of registryKinds) {
  describe(`an instance is moved in ${kind.name}`, { skip: kind.skip }, () => {
    let registry: RegistryProcess
    let process: Server
    const client = createRegistryClient(() => registry.url)
    before(async () => {
      registry = await kind.open()
      process = createServer((_request, response) => response.end())
      await new Promise<void>(resolve => void process.listen(0, '127.0.0.1', resolve))
    })
    after(async () => {
      await client.close()
      await registry.dispose()
      process.close()
    })

    test('to another port and back, with its id, metadata, weight and check', async t => {
      const { port } = process.address() as AddressInfo
      const registrar = createConsulRegistrar({
        consulUrl: registry.url,
        registration: {
          id: 'cart-1-a',
          service: 'cart',
          address: '127.0.0.1',
          port,
          version: '1.2.3',
          labId: 'lab',
          instanceName: 'cart-1',
          check: { path: '/readyz', intervalMs: 1_000, timeoutMs: 500 }
        }
      })
      const resolver = createConsulResolver({ consulUrl: registry.url, labId: 'lab' })
      t.after(() => Promise.all([registrar.close(), resolver.close()]))
      await registrar.register()
      const watched = resolver.watch('cart')
      const seen = (): Endpoint | undefined => watched.current().endpoints[0]
      await until('it is found', () => seen()?.port === port)
      const place = { registryUrl: registry.url, secrets: { labId: 'lab' } }
      const move = (to: number): Promise<void> =>
        moveRegistration(place, {
          instance: 'cart-1',
          service: 'cart',
          port: to
        })
      const { since, ...before } = seen() ?? { since: 0 }
      await move(port + 1)
      await until('the callers are told', () => seen()?.port === port + 1)
      const { since: later, ...during } = seen() ?? { since: 0 }
      assert.deepEqual(during, { ...before, port: port + 1 })
      assert.equal(later, since)
      const checks = await client.get('/v1/agent/checks')
      const text = JSON.stringify(checks.json())
      assert.match(text, /"ready:cart-1-a".*"Status":"passing"/)
      await move(port)
      await until('the callers are told', () => seen()?.port === port)
      assert.equal(watched.current().endpoints.length, 1)
    })

    test('or not at all, when it is unknown', async () => {
      const place = { registryUrl: registry.url, secrets: { labId: 'lab' } }
      const move = moveRegistration(place, {
        instance: 'cart-9',
        service: 'cart',
        port: 1
      })
      await assert.rejects(move, { name: 'Failure', message: 'The registry does not know cart-9.' })
    })
  })
}
