import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { createFileResolver } from '@microzon/shared/discovery'
import { registryKinds } from './registry-cases/registries.ts'
import { createRegistryClient } from './registry-cases/registry-client.ts'

const docker = join(import.meta.dirname, '../../../docker')
const folder = join(docker, 'discovery')
const common = join(docker, 'consul-template', 'consul.hcl')
const tool = 'consul-template'
const hasTool = spawnSync(tool, ['-version'], { stdio: 'ignore' }).status === 0
const skip = hasTool ? false : `there is no program \`${tool}\` on the PATH`

// The file that the compose system renders is one that a service reads.
describe('the endpoints of the compose system', { skip }, () => {
  for (const kind of registryKinds) {
    test(`are rendered from ${kind.name}`, { skip: kind.skip }, async t => {
      const registry = await kind.open()
      t.after(() => registry.dispose())
      const client = createRegistryClient(() => registry.url)
      t.after(() => client.close())
      const states = { a: 'passing', b: 'warning', c: 'critical', d: 'passing' }
      for (const [id, Status] of Object.entries(states)) {
        await client.register({
          ID: `cart-${id} "x"`,
          Name: 'cart',
          Address: '10.0.0.1',
          Port: 4_000,
          Meta: { version: '1.2.3' },
          Weights: { Passing: 10, Warning: 1 },
          Check: { CheckID: id, TTL: '1h', Status }
        })
      }
      await client.done(
        `/v1/agent/service/maintenance/${encodeURIComponent('cart-d "x"')}?enable=true`
      )
      const path = await render(t, registry.url)
      const resolver = createFileResolver({ path })
      t.after(() => resolver.close())
      const { endpoints } = await resolver.watch('cart').ready(5_000)
      assert.deepEqual(
        endpoints.map(({ id, state, weight, version, port }) => [id, state, weight, version, port]),
        [
          ['cart-a "x"', 'ready', 10, '1.2.3', 4_000],
          ['cart-b "x"', 'ready', 1, '1.2.3', 4_000],
          ['cart-c "x"', 'failing', 10, '1.2.3', 4_000],
          ['cart-d "x"', 'draining', 10, '1.2.3', 4_000]
        ]
      )
      const web = resolver.watch('web')
      await web.ready(100)
      assert.equal(web.current().source, 'live')
    })
  }
})

/** Renders once, with the settings of the container in other places. */
async function render(t: TestContext, consulUrl: string): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'endpoints-'))
  t.after(() => rmSync(place, { recursive: true, force: true }))
  const path = join(place, 'endpoints.json')
  const config = join(place, 'consul-template.hcl')
  const text = readFileSync(join(folder, 'consul-template.hcl'), 'utf8')
  const moved = text
    .replace('"/discovery/endpoints.json"', `"${path}"`)
    .replace('/config/', `${folder}/`)
  writeFileSync(config, moved)
  await promisify(execFile)(tool, [`-config=${common}`, `-config=${config}`, '-once'], {
    env: { ...process.env, CONSUL_HTTP_ADDR: consulUrl },
    timeout: 30_000
  })
  return path
}
