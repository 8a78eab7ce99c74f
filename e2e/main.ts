import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { glob } from 'node:fs/promises'
import { runTests } from '../scripts/test/run-tests.ts'
import { wrongUse } from '../scripts/wrong-use.ts'
import { findComposeShop } from './support/compose.ts'
import { lab, startLab } from './support/lab.ts'

const help = `npm run e2e -- [options] [part of a file name ...]

Starts a shop of its own, walks through it from outside, over HTTP and in a browser, and ends it.

  --target T     lab (a shop of its own), or compose (the one that docker compose up has started)
  --junit FILE   writes the results as JUnit XML
  --url URL      tests the lab that runs there, and starts none; needs --data
  --data DIR     the folder of the lab that runs at --url
  --keep         leaves the lab running and its data where they are
  --help         prints this

The last line is "N passed, N failed"; the exit code is 0 when nothing failed, 2 for a wrong option.
`

const { values, positionals } = readArguments()
const system = values.target === 'compose' ? await findCompose() : await openLab()
// What only the compose system has comes last.
const folders = values.target === 'compose' ? ['e2e', 'e2e/compose'] : ['e2e']
const files = (
  await Promise.all(folders.map(folder => Array.fromAsync(glob(`${folder}/*.test.ts`))))
).flatMap(found => found.sort())
const results = await runTests({
  files: files.filter(
    file => positionals.length === 0 || positionals.some(part => file.includes(part))
  ),
  env: system.env,
  junit: values.junit,
  // They share one shop, and some of them kill its parts.
  filesAtOnce: 1
})
await system.close()
process.stdout.write(`${results.passed} passed, ${results.failed} failed\n`)
process.exitCode = results.failed === 0 ? 0 : 1

type Opened = { readonly env: Record<string, string>; readonly close: () => Promise<void> }

async function openLab(): Promise<Opened> {
  const { url, data } = values
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'microzon-e2e-')))
  if (url === undefined) await startLab(folder)
  const { shop, backing } = await lab(folder).status()
  const password = await readFile(join(folder, 'secrets', 'demo-password'), 'utf8')
  return {
    env: {
      E2E_SHOP_URL: url ?? shop,
      E2E_TRACES_URL: backing.find(({ name }) => name === 'traces')?.url ?? '',
      E2E_TARGET: 'lab',
      E2E_DATA_FOLDER: folder,
      E2E_DEMO_PASSWORD: password.trim()
    },
    async close() {
      if (values.keep || url !== undefined) return
      await lab(folder).down()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function findCompose(): Promise<Opened> {
  const { project, shopUrl, tracesUrl, demoPassword } = await findComposeShop().catch(fail)
  const env = {
    E2E_SHOP_URL: shopUrl,
    E2E_TARGET: 'compose',
    E2E_COMPOSE_PROJECT: project,
    E2E_DEMO_PASSWORD: demoPassword,
    E2E_TRACES_URL: tracesUrl
  }
  return { env, close: () => Promise.resolve() }
}

function fail(error: Error): never {
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}

function readArguments(): {
  readonly values: {
    readonly target?: string
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
        target: { type: 'string', default: 'lab' },
        junit: { type: 'string' },
        url: { type: 'string' },
        data: { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean' }
      }
    })
    if (read.values.target !== 'lab' && read.values.target !== 'compose') {
      throw new Error('--target must be lab or compose.')
    }
    if (!read.values.help) return read
    process.stdout.write(help)
    process.exit(0)
  } catch (error) {
    return wrongUse('npm run e2e', error)
  }
}
