import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareHelp, readCompareOptions } from '../src/discovery-compare/arguments.ts'
import { criteria } from '../src/discovery-compare/mechanism.ts'
import { consul } from '../src/discovery-compare/mechanisms/consul.ts'
import { dns } from '../src/discovery-compare/mechanisms/dns.ts'
import { file } from '../src/discovery-compare/mechanisms/file.ts'
import { reportText, type Measured } from '../src/discovery-compare/report.ts'
import { events, type Trial } from '../src/discovery-compare/trials.ts'
import { until } from '../src/discovery-compare/until.ts'
import { root } from './stub-lab.ts'

const known = [consul, dns, file]
const effort = { rate: 1, noticeMsMax: 6_000, awayMs: 1 }

test('measures everything on both systems unless told', () => {
  const { mechanisms, systems, trials, quick, json } = readCompareOptions([], known)
  assert.deepEqual([mechanisms, systems, trials], [known, ['quiet', 'loaded'], 3])
  assert.deepEqual([quick, json], [false, false])
})

test('takes less when it is to be quick, and what is named', () => {
  const argv = ['--quick', '--json', '--registry', 'embedded', 'dns']
  const options = readCompareOptions(argv, known)
  assert.deepEqual(options, {
    help: false,
    json: true,
    quick: true,
    registry: 'embedded',
    systems: ['quiet'],
    mechanisms: [dns],
    trials: 1
  })
})

test('refuses what it does not know with exit code 2', () => {
  for (const [argv, sentence] of [
    [['eureka'], /^There is no mechanism "eureka"; there are consul, dns, file\. See/],
    [['--registry', 'etcd'], /^--registry takes embedded or consul/],
    [['--system', 'calm'], /^--system takes quiet, loaded or both/],
    [['--trials', '0'], /^--trials must be a whole number from 1 to 50/],
    [['--fast'], /^Unknown option '--fast'/]
  ] as const) {
    assert.throws(() => readCompareOptions(argv, known), {
      name: 'Failure',
      exitCode: 2,
      message: sentence
    })
  }
})

test('the program explains itself, and fails with 2', () => {
  const entry = join(root, 'packages/lab/src/discovery-compare/main.ts')
  const run = (...argv: readonly string[]) =>
    spawnSync(process.execPath, [entry, ...argv], { encoding: 'utf8' })
  const help = run('--help')
  assert.deepEqual([help.status, help.stdout], [0, compareHelp(known)])
  const wrong = run('--fast')
  assert.equal(wrong.status, 2)
  assert.match(wrong.stderr, /Unknown option/)
})

function trial(event: string, changes: Partial<Trial> = {}): Trial {
  const [bare, ours] = [
    { calls: 100, failed: 7 },
    { calls: 99, failed: 0 }
  ]
  return { event, noticedMs: 1_240, bare, ours, readyLeast: 2, ...changes }
}

test('prints a line for each event, and words and figures for each criterion', () => {
  const measured: Measured = {
    mechanism: dns,
    system: 'quiet',
    memoryBytes: 81_000_000,
    trials: [
      ...events.map(event => trial(event)),
      trial('new', { noticedMs: 2_000 }),
      trial('hung', { noticedMs: undefined })
    ]
  }
  const text = reportText([measured], effort)
  assert.match(text, /dns +quiet +killed +1\.24 s +7 of 100 +0 of 99 +2/)
  assert.match(text, /dns +quiet +new +1\.62 s \(at most 2\.00 s\) +14 of 200 +0 of 198/)
  assert.match(text, /dns +quiet +hung +not in 6 s/)
  for (const criterion of criteria) assert.ok(text.includes(`  ${criterion} `), criterion)
  assert.match(text, /footprint +81 MB; /)
  assert.match(text, /availability +0 of 99 calls failed while it was away; /)
})

test('says what could not be measured', () => {
  const reason = '3 instances were not ready within 60 s'
  const measured = {
    mechanism: file,
    system: 'loaded',
    trials: [],
    memoryBytes: undefined,
    reason
  } as const
  assert.match(reportText([measured], effort), /file \(loaded\) is not complete: 3 instances/)
})

test('tells how long something took, or that it never came', async () => {
  const { signal } = new AbortController()
  const startedAt = performance.now()
  const took = await until(() => performance.now() - startedAt > 20, { msMax: 5_000, signal })
  assert.ok(took !== undefined && took >= 15)
  assert.equal(await until(() => false, { msMax: 10, signal }), undefined)
})
