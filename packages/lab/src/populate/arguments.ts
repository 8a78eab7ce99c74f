import { readArguments as parse } from '../cli/arguments.ts'
import { Failure } from '../runtime/failure.ts'

export type PopulateArguments = {
  readonly files: readonly string[]
  /** How many products to make up. */
  readonly generate: number | undefined
  readonly seed: number
  /** Sets the stock of products that exist, too. */
  readonly setsStock: boolean
  /** Which of our systems: the lab, or what docker compose has started. */
  readonly target: 'lab' | 'compose'
  readonly url: string | undefined
  /** The lab's folder, if it is not the usual one. */
  readonly data: string | undefined
  /** Loads the shop's own catalogue, unless there is one. */
  readonly allIfEmpty: boolean
  readonly json: boolean
  readonly help: boolean
}

export const usage = `npm run populate -- FILE…              load products from files, one JSON product a line
npm run populate -- --generate N       make N products up
npm run populate -- --all-if-empty     load the shop's own catalogue unless there are products

  --stock       set the stock of products that exist, too
  --seed S      make other products up (1)
  --target T    lab (default), or compose: what docker compose up has started
  --url URL     the product service; else the one of the running lab
  --data DIR    the folder of the lab, as it was started with
  --json        print the result as JSON, and no progress

With --target compose a container loads them, with the rights that the system has made for it.

Ends with 0 when every line went in, 1 when some did not, 2 when nothing could be loaded. The staff
token is taken from STAFF_TOKEN, else from the lab's folder.`

const generateMax = 10_000_000
const seedMax = 2 ** 31 - 1

/** Throws a `Failure` with exit code 2. */
export function readArguments(argv: readonly string[]): PopulateArguments {
  const { values, positionals } = parse(
    {
      args: [...argv],
      allowPositionals: true,
      options: {
        generate: { type: 'string' },
        seed: { type: 'string' },
        stock: { type: 'boolean' },
        target: { type: 'string' },
        url: { type: 'string' },
        data: { type: 'string' },
        'all-if-empty': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' }
      }
    },
    'npm run populate -- --help'
  )
  const files = positionals
  const generate = count('--generate', values.generate, generateMax)
  const ways = [files.length > 0, generate !== undefined, values['all-if-empty']]
  if (values.help !== true && ways.filter(Boolean).length !== 1) {
    throw failure('Name files, or use --generate N or --all-if-empty; see --help.')
  }
  return {
    files,
    generate,
    seed: count('--seed', values.seed, seedMax) ?? 1,
    setsStock: values.stock ?? false,
    target: targetOf(values),
    url: address(values.url),
    data: values.data,
    allIfEmpty: values['all-if-empty'] ?? false,
    json: values.json ?? false,
    help: values.help ?? false
  }
}

/** The arguments of a run elsewhere that does the same, without its files and its target. */
export function flagsOf(given: PopulateArguments): readonly string[] {
  return [
    ...(given.generate === undefined ? [] : ['--generate', String(given.generate)]),
    ...(given.allIfEmpty ? ['--all-if-empty'] : []),
    ...(given.setsStock ? ['--stock'] : []),
    ...(given.json ? ['--json'] : []),
    ...['--seed', String(given.seed)]
  ]
}

function count(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= max) return value
  throw failure(`${name} needs a whole number from 1 to ${max}.`)
}

function targetOf(values: {
  readonly target?: string
  readonly url?: string
  readonly data?: string
}): 'lab' | 'compose' {
  const { target = 'lab', url, data } = values
  if (target !== 'lab' && target !== 'compose') {
    throw failure(`--target must be lab or compose, not "${target}".`)
  }
  if (target === 'compose' && (url !== undefined || data !== undefined)) {
    throw failure('--url and --data belong to the lab, and not to --target compose.')
  }
  return target
}

function address(url: string | undefined): string | undefined {
  if (url === undefined) return undefined
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw failure('--url needs an address such as http://127.0.0.1:20004.')
  }
  return url.replace(/\/+$/, '')
}

function failure(message: string): Failure {
  return new Failure(message, { exitCode: 2 })
}
