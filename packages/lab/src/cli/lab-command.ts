import { readArguments, usageFailure } from './arguments.ts'
import { noSuch } from '../runtime/no-such.ts'
import { homeOf } from './home.ts'
import { bandwidth, cut, hang, heal, resetPeer, slow } from '../verbs/faults.ts'
import { external, kill, scale, stop } from '../verbs/instances.ts'
import { down, reset } from '../verbs/lab.ts'
import { load } from '../verbs/load.ts'
import { status } from '../verbs/status.ts'
import { logs, trace } from '../verbs/telemetry.ts'
import { createContext, helpOf, type Verb } from '../verbs/verb.ts'

const verbs: readonly Verb[] = [
  ...[status, scale, stop, kill],
  ...[slow, hang, cut, resetPeer, bandwidth, heal],
  ...[external, load, logs, trace, down, reset]
]
const overview = 'npm run lab -- help'

/** `npm run lab -- VERB`: resolves with the exit code. Throws a `Failure`. */
export async function labCommand(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  if (name === 'help' || name === '--help' || name === '-h') return help(rest[0])
  if (name.startsWith('-')) throw usageFailure('The verb comes first.', overview)
  const verb = findVerb(name)
  const { values, positionals } = readArguments(
    {
      args: [...rest],
      allowPositionals: true,
      options: {
        ...verb.options,
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    },
    helpOf(name)
  )
  if (values.help === true) return help(name)
  if (positionals.length < verb.wordsMin || positionals.length > verb.wordsMax) {
    throw usageFailure(`It is "${usageOf(verb)}".`, helpOf(name))
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interrupted.abort())
  }
  const context = createContext({
    home: homeOf(typeof values.data === 'string' ? values.data : undefined, process.env),
    print,
    isTerminal: process.stdout.isTTY && !process.env['NO_COLOR'],
    signal: interrupted.signal
  })
  return verb.run(context, { words: positionals, options: values })
}

function findVerb(name: string): Verb {
  const verb = verbs.find(each => each.name === name)
  if (verb !== undefined) return verb
  const known = verbs.map(each => each.name)
  throw usageFailure(noSuch('verb', name, known), overview)
}

function help(name: string | undefined): number {
  if (name === undefined || name === 'help') print(overviewText())
  else print(verbText(findVerb(name)))
  return 0
}

function overviewText(): string {
  const width = Math.max(...verbs.map(verb => usageOf(verb).length))
  return [
    'npm run lab -- VERB: what can be done with a shop that runs.',
    '',
    ...verbs.map(verb => `  ${usageOf(verb).padEnd(width)}  ${verb.summary}`),
    `  ${'help VERB'.padEnd(width)}  more about a verb`,
    '',
    'Every verb takes --data DIR: the folder of the lab that is meant (.lab, or what MICROZON_HOME says).'
  ].join('\n')
}

function verbText(verb: Verb): string {
  return `npm run lab -- ${usageOf(verb)}\n\n${verb.help}`
}

function usageOf({ name, words }: Verb): string {
  return words === '' ? name : `${name} ${words}`
}

function print(text: string): void {
  // A reader that goes away, such as head, ends the output and nothing else.
  process.stdout.write(`${text}\n`, () => undefined)
}
