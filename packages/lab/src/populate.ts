import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { root } from './cli/home.ts'
import { flagsOf, readArguments, usage, type PopulateArguments } from './populate/arguments.ts'
import { populateCompose } from './populate/in-compose.ts'
import { generatedLines, interleaved, linesOf, type SourceLine } from './populate/lines.ts'
import { load, type Loaded } from './populate/load.ts'
import { createProductApi, type ProductApi } from './populate/product-api.ts'
import { createProgress, numberOf, rateOf } from './populate/progress.ts'
import { findTarget } from './populate/target.ts'
import { Failure } from './runtime/failure.ts'

const catalogue = join(root, 'services', 'product', 'catalogue')
const badLinesShown = 1_000

async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv)
  if (given.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  for (const file of given.files) assertFile(file)
  if (given.target === 'compose') {
    const files = given.files.map(file => ({ given: file, path: pathOf(file) }))
    return populateCompose({ root, files, flags: flagsOf(given) })
  }
  const { url, staffToken } = await findTarget({
    root,
    url: given.url,
    data: given.data,
    env: process.env
  })
  const api = createProductApi({ url, staffToken })
  const present = given.allIfEmpty ? await api.count() : 0
  if (present > 0) {
    const result = { created: 0, updated: 0, failed: 0, errors: [], present }
    print(given, result, `The catalogue has ${numberOf(present)} products already.`)
    return 0
  }
  return populate(given, api)
}

async function populate(given: PopulateArguments, api: ProductApi): Promise<number> {
  const startedAt = performance.now()
  const bad: { source: string; line: number; message: string }[] = []
  const progress = createProgress({
    output: given.json ? { write: () => undefined } : process.stderr,
    clock: () => performance.now(),
    total: given.generate
  })
  const loaded = await load(await sourceOf(given), {
    api,
    setsStock: given.setsStock,
    onProgress: done => progress.tell(done),
    onBadLine(line) {
      if (bad.length === badLinesShown) return
      bad.push(line)
      progress.note(`${line.source}:${line.line}: ${line.message}`)
    }
  }).finally(() => progress.end())
  const ms = performance.now() - startedAt
  const result = { ...loaded, errors: bad, seconds: ms / 1_000, perSecond: rateOf(loaded, ms) }
  print(given, result, summaryOf(loaded, ms))
  return loaded.failed > 0 ? 1 : 0
}

async function sourceOf(
  given: PopulateArguments
): Promise<AsyncIterable<SourceLine> | Iterable<SourceLine>> {
  if (given.generate !== undefined) {
    // Loaded only when needed: it holds many words.
    const { generateProducts } = await import('./catalogue/generate.ts')
    return generatedLines(generateProducts(given.generate, given.seed))
  }
  if (!given.allIfEmpty) return concatenated(given.files.map(file => linesOf(pathOf(file))))
  const files = readdirSync(catalogue).filter(name => name.endsWith('.ndjson'))
  return interleaved(files.toSorted().map(name => linesOf(join(catalogue, name))))
}

async function* concatenated(
  sources: readonly AsyncIterable<SourceLine>[]
): AsyncGenerator<SourceLine> {
  for (const source of sources) yield* source
}

/** npm changes the working directory to the checkout; paths are meant from where it was called. */
function pathOf(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), file)
}

/** All of them, before the first product is sent. */
function assertFile(file: string): void {
  const found = statSync(pathOf(file), { throwIfNoEntry: false })
  if (found === undefined) throw new Failure(`There is no file ${file}.`, { exitCode: 2 })
  if (found.isDirectory()) throw new Failure(`${file} is a folder: name a file.`, { exitCode: 2 })
}

function summaryOf(loaded: Loaded, ms: number): string {
  const { created, updated, failed } = loaded
  const bad = failed === 0 ? '' : `, ${numberOf(failed)} bad lines`
  const rate = `${(ms / 1_000).toFixed(1)} s, ${numberOf(rateOf(loaded, ms))} a second`
  return `Products: ${numberOf(created)} made, ${numberOf(updated)} updated${bad}; ${rate}.`
}

function print(given: PopulateArguments, result: object, text: string): void {
  process.stdout.write(given.json ? `${JSON.stringify(result)}\n` : `${text}\n`)
}

main(process.argv.slice(2)).then(
  code => (process.exitCode = code),
  (error: unknown) => {
    process.exitCode = error instanceof Failure ? error.exitCode : 2
    process.stderr.write(`${error instanceof Failure ? error.message : String(error)}\n`)
  }
)
