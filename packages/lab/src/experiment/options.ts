import { readArguments, readNumber, usageFailure } from '../cli/arguments.ts'
import { noSuch } from '../runtime/no-such.ts'
import { experiments } from './experiments.ts'
import { isMechanism, mechanisms, type Mechanism } from './mechanisms.ts'
import type { Experiment } from './model.ts'
import type { Target } from './system.ts'

export type ExperimentOptions = {
  readonly mode: 'help' | 'list' | 'run' | 'pairs'
  readonly chosen: readonly Experiment[]
  readonly without: Mechanism | undefined
  readonly isQuick: boolean
  /** Of the load that an experiment names, in percent. */
  readonly loadPercent: number
  readonly isJson: boolean
  readonly junit: string | undefined
  readonly target: Target
}

const help = 'npm run experiment -- --help'

export const helpText = `npm run experiment -- [options] NAME ...

Brings up a system of its own, sends it requests at a constant rate, does to it what the experiment
says, and judges what its callers noticed.

  --list           the experiments and the mechanism that each is there to show
  --all            all of them
  --pairs          each, or those that are named, with and without its mechanism: it must hold with it,
                   and without miss what it is for
  --without M      leave a mechanism out: ${mechanisms.slice(0, 8).join(', ')},
                   ${mechanisms.slice(8, 14).join(', ')},
                   ${mechanisms.slice(14).join(', ')}
  --quick          shorter phases
  --load N         send N percent of the requests, where the machine is too small or too busy (100)
  --json           prints the verdicts, or with --list the experiments, as JSON
  --junit FILE     writes the verdicts as JUnit XML
  --target T       lab (a system of its own, the usual) or compose: what docker compose up has
                   started, for the experiments with pages
  --help           prints this

The last line is "N passed, N failed". What goes on is told on stderr. With MYSQL_URL, writes are
judged where SQLite does not allow it. The exit code is 0 when all limits hold, 1 when one is missed
or an experiment could not be carried out, 2 for a wrong option. docs/experiments.md tells more.
`

/** Throws a `Failure` with exit code 2 for what is not known. */
export function readOptions(argv: readonly string[]): ExperimentOptions {
  const { values, positionals } = readArguments(
    {
      args: [...argv],
      allowPositionals: true,
      options: {
        list: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        pairs: { type: 'boolean', default: false },
        without: { type: 'string' },
        quick: { type: 'boolean', default: false },
        load: { type: 'string', default: '100' },
        json: { type: 'boolean', default: false },
        junit: { type: 'string' },
        target: { type: 'string', default: 'lab' },
        help: { type: 'boolean', short: 'h', default: false }
      }
    },
    help
  )
  const { without, target, junit, all, list, pairs } = values
  if (target !== 'lab' && target !== 'compose') {
    throw usageFailure(`--target must be lab or compose, not "${target}".`, help)
  }
  if (without !== undefined && !isMechanism(without)) {
    throw usageFailure(noSuch('mechanism', without, mechanisms), help)
  }
  if (pairs && without !== undefined) throw usageFailure('--pairs knows what to leave out.', help)
  const mode = values.help ? 'help' : list ? 'list' : pairs ? 'pairs' : 'run'
  const chosen = choose(positionals, all || pairs || list)
  if (mode === 'run' && chosen.length === 0) {
    throw usageFailure('Name an experiment, or say --all or --list.', help)
  }
  const loadPercent = readNumber('--load', values.load, { min: 1, max: 1_000, help })
  const { quick: isQuick, json: isJson } = values
  return { mode, chosen, without, isQuick, loadPercent, isJson, junit, target }
}

function choose(names: readonly string[], isAll: boolean): readonly Experiment[] {
  if (names.length === 0) return isAll ? experiments : []
  return names.map(name => {
    const found = experiments.find(each => each.name === name)
    if (found !== undefined) return found
    const known = experiments.map(each => each.name)
    throw usageFailure(noSuch('experiment', name, known), help)
  })
}
