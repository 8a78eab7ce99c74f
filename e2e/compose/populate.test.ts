import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { newShopper } from '../support/journey.ts'
import { systemUnderTest } from '../support/system.ts'

const isCompose = systemUnderTest().target === 'compose'
const options = { skip: !isCompose && 'only the compose system is filled from inside' }

test(
  'a catalogue goes into the system, bad lines by number, a repeat updates',
  options,
  async t => {
    const folder = await mkdtemp(join(tmpdir(), 'microzon-e2e-'))
    t.after(() => rm(folder, { recursive: true, force: true }))
    const name = `Lamp ${randomBytes(6).toString('hex')}`
    const product = {
      name,
      options: [{ name: 'Brass', priceInCent: 4_900, stock: 3 }],
      categories: ['Tests/Lamps']
    }
    const file = join(folder, 'lamps.ndjson')
    await writeFile(file, `${JSON.stringify(product)}\n{"name":""}\n`)
    const first = await populate(file)
    assert.equal(first.code, 1)
    assert.match(first.stdout, /1 made, 0 updated, 1 bad lines/)
    assert.match(first.stderr, /lamps\.ndjson:2: /)
    const { document } = await newShopper(t).get(`/shop/search?${new URLSearchParams({ q: name })}`)
    assert.ok(document.querySelector('main')?.text.includes(name), 'the shop finds it')
    assert.match((await populate(file)).stdout, /0 made, 1 updated/)
  }
)

function populate(
  file: string
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const words = ['packages/lab/src/populate.ts', '--target', 'compose', file]
  return new Promise(resolve => {
    execFile(process.execPath, words, { timeout: 120_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}
