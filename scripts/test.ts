import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createTempFolder } from '../packages/lab/src/runtime/temp-folder.ts'
import { runChecks } from './test/checks.ts'
import { findTests } from './test/find-tests.ts'
import { startServers } from './test/servers.ts'
import { runTests } from './test/run-tests.ts'
import { wrongUse } from './wrong-use.ts'

const command = 'npm test'
const compileCache = join(import.meta.dirname, '..', '.runtime', 'compile-cache-of-tests')
/** A database server may run as a user of its own. */
const otherUsersEnter = 0o711
const help = `npm test -- [options] [part of a path ...]

Checks types, lint, unused code and format, then runs every test that needs no more than what is here.

  --junit FILE   writes the results as JUnit XML
  --tests-only   leaves the checks out
  --help         prints this

The last line is "N passed, N failed"; the exit code is 0 when nothing failed, 2 for a wrong option.
`

const { values, positionals } = readArguments()
const files = await findTests(positionals)
if (files.length === 0) wrongUse(command, `No test's path holds ${positionals.join(' or ')}.`)
if (values.junit !== undefined) await assertWritable(values.junit)
const checks = values['tests-only'] ? { passed: 0, failed: 0 } : await runChecks()
// What servers and tests leave in the folder for temporary files, when they are killed, goes with it.
const temporary = createTempFolder('microzon-test-')
await chmod(temporary.path, otherUsersEnter)
process.env['TMPDIR'] = temporary.path
const servers = await startServers()
// Every file is a process of its own, and most of them load the same modules: types are stripped once.
const env = { NODE_COMPILE_CACHE: compileCache, ...servers.env }
const tests = await runTests({ files, env, junit: values.junit })
await servers.stop()
temporary.remove()
const failed = checks.failed + tests.failed
process.stdout.write(`${checks.passed + tests.passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

function readArguments(): {
  readonly values: { readonly junit?: string; readonly 'tests-only'?: boolean }
  readonly positionals: readonly string[]
} {
  try {
    const read = parseArgs({
      allowPositionals: true,
      options: {
        junit: { type: 'string' },
        'tests-only': { type: 'boolean' },
        help: { type: 'boolean' }
      }
    })
    if (!read.values.help) return read
    process.stdout.write(help)
    process.exit(0)
  } catch (error) {
    return wrongUse(command, error)
  }
}

/** Before minutes of tests, not after them. */
async function assertWritable(file: string): Promise<void> {
  await writeFile(file, '').catch(() => wrongUse(command, `${file} cannot be written.`))
}
