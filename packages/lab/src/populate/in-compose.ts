import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { codeOf, Failure } from '../runtime/failure.ts'

/** A file as the command line names it, and where it is. */
export type GivenFile = { readonly given: string; readonly path: string }

const program = 'packages/lab/src/populate.ts'
const readableByOthers = 0o004

/**
 * Loads into the compose system from inside it: a container with the catalogue's own rights runs this
 * program again, since neither the product service nor the registry has a published port for it.
 * Answers its exit code. `docker` stands in for docker in tests. Throws a `Failure` with exit code 2
 * where there is no docker, no running system, or a file that the container could not read.
 */
export async function populateCompose(options: {
  /** The checkout, which has the compose file. */
  readonly root: string
  readonly files: readonly GivenFile[]
  /** What else the command line says, passed on as it is. */
  readonly flags: readonly string[]
  readonly docker?: readonly string[]
}): Promise<number> {
  const { root, files, flags, docker = ['docker'] } = options
  for (const file of files) assertReadable(file)
  const ask = ['compose', 'ps', '--status', 'running', '--quiet', 'product']
  const { code, output } = await run([...docker, ...ask], { root, isQuiet: true })
  if (code !== 0 || output.trim() === '') {
    throw failure('The compose system does not run: start it with docker compose up --wait.')
  }
  const mounted = files.map(({ path }, index) => ({
    path,
    inside: `/in/${index + 1}/${basename(path)}`
  }))
  const words = [
    ...['compose', 'run', '--rm', '--no-deps', '-T'],
    ...mounted.flatMap(({ path, inside }) => ['--volume', `${path}:${inside}:ro`]),
    ...['seed', program, ...flags, ...mounted.map(({ inside }) => inside)]
  ]
  const ended = await run([...docker, ...words], { root, isQuiet: false })
  return ended.code
}

function assertReadable({ given, path }: GivenFile): void {
  if ((statSync(path).mode & readableByOthers) !== 0) return
  throw failure(
    `${given} is for its owner only: chmod o+r it, since a container reads it as another user.`
  )
}

/** Ctrl-C reaches docker too, which ends the container: its code says so. */
async function run(
  [command = '', ...words]: readonly string[],
  { root, isQuiet }: { readonly root: string; readonly isQuiet: boolean }
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(command, words, {
    cwd: root,
    stdio: isQuiet ? ['ignore', 'pipe', 'ignore'] : ['ignore', 'inherit', 'inherit']
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk))
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code: code ?? 2, output }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    throw failure('There is no docker on this machine: --target compose needs it.')
  }
}

function failure(message: string): Failure {
  return new Failure(message, { exitCode: 2 })
}
