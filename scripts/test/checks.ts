import { spawn } from 'node:child_process'
import process from 'node:process'

type Counted = { readonly passed: number; readonly failed: number }
type Check = { readonly name: string; readonly command: string; readonly args: readonly string[] }

const folders = ['packages', 'services', 'scripts', 'e2e', 'bench']

const checks: readonly Check[] = [
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings', ...folders] },
  { name: 'unused code', command: 'knip', args: [] },
  { name: 'format', command: 'oxfmt', args: ['--check', ...folders] }
]

/**
 * What is true of the whole tree: types, lint, unused code, format. One after the other: each takes all
 * cores.
 */
export async function runChecks(): Promise<Counted> {
  let failed = 0
  for (const check of checks) {
    const startedAt = performance.now()
    const { code, output } = await run(check)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}  ${check.name} (${seconds} s)\n`)
    if (code === 0) continue
    failed++
    process.stdout.write(`${output}\n`)
  }
  return { passed: checks.length - failed, failed }
}

function run({
  command,
  args
}: Check): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    // By path, so that no program of this name elsewhere on the machine is taken.
    const child = spawn(process.execPath, [`node_modules/.bin/${command}`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk))
    child.once('error', reject)
    child.once('close', code => resolve({ code: code ?? 1, output }))
  })
}
