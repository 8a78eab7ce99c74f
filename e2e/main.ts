import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { glob } from 'node:fs/promises'
import { runTests } from '../scripts/test/run-tests.ts'
import { lab, startLab } from './support/lab.ts'

const help = `npm run e2e -- [options] [part of a file name ...]

Starts a shop of its own, walks through it from outside, over HTTP and in a browser, and ends it.

  --junit FILE   writes the results as JUnit XML
  --url URL      tests the shop that runs there, and starts none; needs --data
  --data DIR     the folder of the lab that runs at --url
  --keep         leaves the shop running and its data where they are
  --help         prints this

The last line is "N passed, N failed"; the exit code is 0 when nothing failed, 2 for a wrong option.
`

const { values, positionals } = readArguments()
const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'microzon-e2e-')))
if (values.url === undefined) await startLab(folder)
const shopUrl = values.url ?? (await lab(folder).status()).shop
const files = (await Array.fromAsync(glob('e2e/*.test.ts'))).sort()
const wanted = files.filter(
  file => positionals.length === 0 || positionals.some(part => file.includes(part))
)
const results = await runTests({
  files: wanted,
  env: {
    E2E_SHOP_URL: shopUrl,
    E2E_TARGET: 'lab',
    E2E_DATA_FOLDER: folder,
    E2E_DEMO_PASSWORD: (await readFile(join(folder, 'secrets', 'demo-password'), 'utf8')).trim()
  },
  junit: values.junit,
  // They share one shop, and some of them kill its parts.
  filesAtOnce: 1
})
if (!values.keep && values.url === undefined) {
  await lab(folder).down()
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(`${results.passed} passed, ${results.failed} failed\n`)
process.exitCode = results.failed === 0 ? 0 : 1

function readArguments(): {
  readonly values: {
    readonly junit?: string
    readonly url?: string
    readonly data?: string
    readonly keep?: boolean
  }
  readonly positionals: readonly string[]
} {
  try {
    const read = parseArgs({
      allowPositionals: true,
      options: {
        junit: { type: 'string' },
        url: { type: 'string' },
        data: { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean' }
      }
    })
    if (!read.values.help) return read
    process.stdout.write(help)
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(2)
  }
}
