import { writeFileSync } from 'node:fs'
import { table } from '../cli/table.ts'
import { createScreen, type Screen } from '../cli/screen.ts'
import { Failure } from '../runtime/failure.ts'
import { caseOf, turnedRed } from './cases.ts'
import { junitXml, type Case } from './junit.ts'
import type { Mechanism } from './mechanisms.ts'
import type { Experiment } from './model.ts'
import { helpText, readOptions, type ExperimentOptions } from './options.ts'
import { pairs } from './pairs.ts'
import { whyNot } from './refuse.ts'
import { verdictText } from './report.ts'
import { runExperiment } from './run-experiment.ts'
import type { Verdict } from './verdict.ts'

/** `npm run experiment`: resolves with the exit code. Throws a `Failure`. */
export async function experimentCommand(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (options.junit !== undefined) assertWritable(options.junit)
  const screen = createScreen({ out: process.stdout, errors: process.stderr })
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error('interrupted')))
  }
  try {
    switch (options.mode) {
      case 'help':
        print(helpText)
        return 0
      case 'list':
        print(
          options.isJson
            ? JSON.stringify(listOf(options.chosen), undefined, 2)
            : listText(options.chosen)
        )
        return 0
      case 'run':
        return await runAll(options, { screen, signal: interrupted.signal })
      case 'pairs':
        return await runPairs(options, { screen, signal: interrupted.signal })
      default:
        return options.mode satisfies never
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    throw new Failure('The experiment was interrupted; its system has ended.', { cause: error })
  } finally {
    screen.close()
  }
}

/** Before minutes of work, not after them. */
function assertWritable(file: string): void {
  try {
    writeFileSync(file, '')
  } catch (cause) {
    throw new Failure(`--junit: ${file} cannot be written.`, { exitCode: 2, cause })
  }
}

type Around = { readonly screen: Screen; readonly signal: AbortSignal }

async function runAll(options: ExperimentOptions, around: Around): Promise<number> {
  const verdicts: Verdict[] = []
  for (const experiment of options.chosen) {
    const verdict = await runOne(experiment, options.without, { options, ...around })
    verdicts.push(verdict)
    if (!options.isJson) around.screen.print(`${verdictText(experiment, verdict)}\n`)
  }
  if (options.isJson) around.screen.print(JSON.stringify(verdicts, undefined, 2))
  return conclude(verdicts.map(caseOf), { options, ...around })
}

/** Each experiment both ways; a mechanism without which nothing changes is not shown by it. */
async function runPairs(options: ExperimentOptions, around: Around): Promise<number> {
  const names = options.chosen.map(({ name }) => name)
  const wanted = pairs.filter(({ experiment }) => names.includes(experiment))
  const cases: Case[] = []
  const verdicts: Verdict[] = []
  for (const { experiment: name, without, misses } of wanted) {
    const experiment = options.chosen.find(each => each.name === name)
    if (experiment === undefined) continue
    for (const left of [undefined, without]) {
      const verdict = await runOne(experiment, left, { options, ...around })
      verdicts.push(verdict)
      const pairCase = left === undefined ? caseOf(verdict) : turnedRed(verdict, misses)
      cases.push(pairCase)
      if (options.isJson) continue
      if (pairCase.outcome.kind === 'failed')
        around.screen.print(`${verdictText(experiment, verdict)}\n`)
      around.screen.print(
        `${pairCase.outcome.kind.padEnd(7)}  ${pairCase.name} (${verdict.seconds.toFixed(0)} s)`
      )
    }
  }
  if (options.isJson) around.screen.print(JSON.stringify(verdicts, undefined, 2))
  return conclude(cases, { options, ...around })
}

/** The last line is that of the other suites. */
function conclude(
  cases: readonly Case[],
  { options, screen }: Around & { readonly options: ExperimentOptions }
): number {
  const { junit, isJson } = options
  const of = (kind: string): number => cases.filter(({ outcome }) => outcome.kind === kind).length
  if (junit !== undefined) writeFileSync(junit, junitXml(cases))
  if (!isJson) screen.print(`${of('passed')} passed, ${of('failed')} failed`)
  // Where nothing could be carried out, nothing was shown.
  return of('failed') > 0 || of('passed') === 0 ? 1 : 0
}

async function runOne(
  experiment: Experiment,
  without: Mechanism | undefined,
  { options, screen, signal }: Around & { readonly options: ExperimentOptions }
): Promise<Verdict> {
  const { name } = experiment
  const reason = whyNot(experiment, { target: options.target, without, env: process.env })
  if (reason !== undefined) {
    return { kind: 'refused', name, without: without ?? null, holds: true, seconds: 0, reason }
  }
  const title = without === undefined ? name : `${name} without ${without}`
  const onProgress = (text: string): void => screen.progress(`${title}: ${text}`)
  const { target, isQuick, loadPercent } = options
  const run = (): Promise<Verdict> =>
    runExperiment(experiment, { target, without, isQuick, loadPercent, onProgress, signal })
  const verdict = await run()
  // Once more, and no more: it tells nothing of the system, and may be over.
  return verdict.kind === 'disturbed' ? await run() : verdict
}

type Listed = {
  readonly name: string
  readonly question: string
  /** The mechanism that it is there to show. */
  readonly shows: Mechanism | null
}

function listOf(chosen: readonly Experiment[]): readonly Listed[] {
  return chosen.map(({ name, question }) => {
    const shows = pairs.find(({ experiment }) => experiment === name)?.without ?? null
    return { name, question, shows }
  })
}

function listText(chosen: readonly Experiment[]): string {
  const rows = listOf(chosen).map(({ name, question, shows }) => ({
    EXPERIMENT: name,
    SHOWS: shows ?? '-',
    QUESTION: question
  }))
  return table(rows, { columns: ['EXPERIMENT', 'SHOWS', 'QUESTION'] })
}

function print(text: string): void {
  // A reader that goes away, such as head, ends the output and nothing else.
  process.stdout.write(`${text}\n`, () => undefined)
}
