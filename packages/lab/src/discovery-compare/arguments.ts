import { readArguments, readNumber, usageFailure } from '../cli/arguments.ts'
import { noSuch } from '../runtime/no-such.ts'
import { hasConsul } from '../runtime/registry-process.ts'
import type { Mechanism } from './mechanism.ts'
import type { System } from './report.ts'
import type { RegistryName } from './stage.ts'

export type CompareOptions = {
  readonly help: boolean
  readonly json: boolean
  readonly quick: boolean
  readonly registry: RegistryName
  readonly systems: readonly System[]
  readonly mechanisms: readonly Mechanism[]
  /** How often everything happens. */
  readonly trials: number
}

const helpCommand = 'npm run discovery-compare -- --help'

export function compareHelp(mechanisms: readonly Mechanism[]): string {
  return `npm run discovery-compare -- [options] [mechanism ...]

Starts product with three instances behind each way to find them, lets instances come, drain, die
and hang and the source go away and come back empty, and tells how long that stays unnoticed and
which calls fail: those of a bare client, and those of the services' own.

${mechanisms.map(({ name, about }) => `  ${name.padEnd(14)} ${about}`).join('\n')}

  --registry R   embedded, or consul: a real agent (consul where the program is there)
  --system S     quiet, loaded, or both: with one busy process for each processor (both)
  --trials N     how often everything happens (3)
  --quick        once, on a quiet system, with shorter waits
  --json         prints the result as JSON; what goes on is told on stderr
  --help         this text

It takes about a minute for each trial, and ends after two minutes for each in any case. The exit
code is 0 when everything was measured, 1 when something was not, 2 for a wrong option.
`
}

const startMsMax = 2 * 60_000
const trialMsMax = 2 * 60_000

/** What takes longer is not waited for. */
export function wholeMsMax({
  systems,
  mechanisms,
  trials
}: Pick<CompareOptions, 'systems' | 'mechanisms' | 'trials'>): number {
  return startMsMax + systems.length * mechanisms.length * trials * trialMsMax
}

/** Throws a `Failure` with exit code 2. */
export function readCompareOptions(
  argv: readonly string[],
  known: readonly Mechanism[]
): CompareOptions {
  const { values, positionals } = readArguments(
    {
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        registry: { type: 'string' },
        system: { type: 'string' },
        trials: { type: 'string' }
      }
    },
    helpCommand
  )
  const { help, json, quick } = values
  const mechanisms = positionals.length === 0 ? known : positionals.map(name => named(name, known))
  const trials = values.trials ?? (quick ? '1' : '3')
  return {
    help,
    json,
    quick,
    mechanisms,
    registry: registryOf(values.registry),
    systems: systemsOf(values.system ?? (quick ? 'quiet' : 'both')),
    trials: readNumber('--trials', trials, { min: 1, max: 50, help: helpCommand })
  }
}

function named(name: string, known: readonly Mechanism[]): Mechanism {
  const found = known.find(each => each.name === name)
  if (found !== undefined) return found
  const names = known.map(each => each.name)
  throw usageFailure(noSuch('mechanism', name, names), helpCommand)
}

function registryOf(text: string | undefined): RegistryName {
  if (text === undefined) return hasConsul() ? 'consul' : 'embedded'
  if (text === 'embedded') return text
  if (text !== 'consul') {
    throw usageFailure(`--registry takes embedded or consul, not "${text}".`, helpCommand)
  }
  if (hasConsul()) return text
  throw usageFailure('--registry consul needs the program `consul` on the PATH.', helpCommand)
}

function systemsOf(text: string): readonly System[] {
  if (text === 'both') return ['quiet', 'loaded']
  if (text === 'quiet' || text === 'loaded') return [text]
  throw usageFailure(`--system takes quiet, loaded or both, not "${text}".`, helpCommand)
}
