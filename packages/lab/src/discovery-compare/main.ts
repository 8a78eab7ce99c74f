// `npm run discovery-compare`: the ways to find instances, side by side.
import process from 'node:process'
import { runCommand } from '../cli/main.ts'
import { onSignals } from '../cli/signals.ts'
import { compareHelp, readCompareOptions, wholeMsMax } from './arguments.ts'
import { measure } from './measure.ts'
import { consul } from './mechanisms/consul.ts'
import { dns } from './mechanisms/dns.ts'
import { file } from './mechanisms/file.ts'
import { reportText, type Measured } from './report.ts'
import type { Effort } from './trials.ts'

const mechanisms = [consul, dns, file]
const efforts: Readonly<Record<'quick' | 'full', Effort>> = {
  quick: { rate: 50, noticeMsMax: 6_000, awayMs: 4_000 },
  full: { rate: 100, noticeMsMax: 15_000, awayMs: 15_000 }
}

await runCommand(async () => {
  const options = readCompareOptions(process.argv.slice(2), mechanisms)
  if (options.help) {
    process.stdout.write(compareHelp(mechanisms))
    return 0
  }
  const effort = efforts[options.quick ? 'quick' : 'full']
  const stopping = new AbortController()
  onSignals(() => stopping.abort())
  setTimeout(() => stopping.abort(), wholeMsMax(options)).unref()
  const { signal } = stopping
  const tell = (text: string): void => void process.stderr.write(`  ${text}\n`)
  const all: Measured[] = []
  for (const system of options.systems) {
    for (const mechanism of options.mechanisms) {
      if (signal.aborted) break
      all.push(await measure(mechanism, system, { ...options, effort, signal, tell }))
    }
  }
  const ok = !signal.aborted && all.every(({ reason }) => reason === undefined)
  process.stdout.write(options.json ? jsonOf(all, ok, options) : `${reportText(all, effort)}\n`)
  return ok ? 0 : 1
})
// A connection that is kept alive must not hold up the verdict.
process.exit()

function jsonOf(
  all: readonly Measured[],
  ok: boolean,
  { registry, quick }: { readonly registry: string; readonly quick: boolean }
): string {
  const results = all.map(({ mechanism: { name, about, words }, ...measured }) => {
    const trials = measured.trials.map(trial => ({ ...trial, noticedMs: trial.noticedMs ?? null }))
    return { mechanism: name, about, ...measured, trials, words }
  })
  return `${JSON.stringify({ ok, registry, quick, results }, undefined, 2)}\n`
}
