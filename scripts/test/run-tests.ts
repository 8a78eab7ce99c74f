import { createWriteStream } from 'node:fs'
import process from 'node:process'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { junit } from 'node:test/reporters'

export type Results = { readonly passed: number; readonly failed: number }

/** Of one file; a file that takes longer hangs. */
const fileMs = 120_000
const filesAtOnceUsual = 3

/**
 * Runs test files, each in a process of its own, and prints failures, skips with their reasons and slow
 * files.
 */
export async function runTests(options: {
  readonly files: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly junit: string | undefined
  readonly filesAtOnce?: number
}): Promise<Results> {
  Object.assign(process.env, options.env)
  const stream = run({
    files: [...options.files],
    concurrency: options.filesAtOnce ?? filesAtOnceUsual,
    timeout: fileMs,
    execArgv: ['--no-warnings']
  })
  const results = { passed: 0, failed: 0 }
  const skips = new Map<string, number>()
  stream.on('test:pass', ({ name, skip, details }) => {
    // A suite that is skipped names none of its tests.
    if (details.type === 'suite' && skip === undefined) return
    if (skip === undefined) results.passed++
    else count(skips, typeof skip === 'string' ? skip : name)
  })
  stream.on('test:fail', ({ name, file, details }) => {
    if (details.type === 'suite') return
    results.failed++
    process.stdout.write(`FAILED  ${file ?? ''}: ${name}\n${textOf(details.error)}\n`)
  })
  stream.on('test:stderr', ({ message }) => void process.stderr.write(message))
  if (options.junit !== undefined) {
    await finished(stream.compose(junit).pipe(createWriteStream(options.junit)))
  } else {
    stream.resume()
    await finished(stream, { writable: false })
  }
  for (const [reason, times] of skips) process.stdout.write(`skipped ${times}: ${reason}\n`)
  return results
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function textOf(error: unknown): string {
  const { cause = error } = (error ?? {}) as { readonly cause?: unknown }
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
