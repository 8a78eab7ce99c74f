import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { hasConsul } from '../src/runtime/registry-process.ts'

const folder = join(import.meta.dirname, '../../../docker/consul')
const skip = hasConsul() ? false : 'there is no program `consul` on the PATH'

for (const kind of ['server', 'client']) {
  test(`Consul takes its settings in the compose system as a ${kind}`, { skip }, async t => {
    // A machine may have several addresses; in a container there is one.
    const place = await mkdtemp(join(tmpdir(), 'microzon-consul-'))
    t.after(() => rm(place, { recursive: true, force: true }))
    const address = join(place, 'address.hcl')
    await writeFile(address, `bind_addr = "127.0.0.1"\ndata_dir = "${place}"\n`)
    const files = [join(folder, 'agent.hcl'), join(folder, `${kind}.hcl`), address]
    const { stdout } = await promisify(execFile)('consul', ['validate', ...files])
    assert.match(stdout, /Configuration is valid!/)
  })
}
