import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import { codeOf, Failure } from '../runtime/failure.ts'
import { logStream } from './keep-template.ts'

/** Elasticsearch of the compose system, which has no published port. */
export type Elasticsearch = {
  /** Answers the text of the answer. One search at a time. */
  search(body: object): Promise<string>
  close(): void
}

/**
 * Asks inside the container, through one shell that lives as long as there is something to ask: a
 * program of its own for every search would cost more than the search. `command` stands in for
 * docker in tests.
 */
export function askElasticsearch({
  root,
  command = ['docker', 'compose', 'exec', '-T', 'elasticsearch', 'bash', '-c', script]
}: {
  /** The checkout, which has the compose file. */
  readonly root: string
  readonly command?: readonly string[]
}): Elasticsearch {
  let shell: Shell | undefined
  return {
    async search(body) {
      shell ??= openShell(command, root)
      try {
        return await shell.ask(JSON.stringify(body))
      } catch (error) {
        shell.close()
        shell = undefined
        throw error
      }
    },
    close: () => shell?.close()
  }
}

type Shell = { ask(line: string): Promise<string>; close(): void }

function openShell([program = '', ...words]: readonly string[], root: string): Shell {
  // In a process group of its own, so that Ctrl-C ends only us, in an orderly way.
  const child = spawn(program, words, { cwd: root, detached: true })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + String(chunk)).slice(-errorsMax)))
  // A shell that has ended is told by the end of its output.
  child.stdin.on('error', () => undefined)
  const ended = endOf(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`)
      const timer = setTimeout(() => child.kill(), answerMs)
      const answer = await lines.next().finally(() => clearTimeout(timer))
      if (answer.done !== true) return answer.value
      throw failureOf(await ended, errors)
    },
    close: () => child.stdin.end()
  }
}

/** Resolves with the error that kept the program from starting. */
function endOf(child: ChildProcessWithoutNullStreams): Promise<unknown> {
  return new Promise(resolve => {
    child.once('error', resolve)
    child.once('close', () => resolve(undefined))
  })
}

function failureOf(cause: unknown, errors: string): Failure {
  if (codeOf(cause) === 'ENOENT') {
    return new Failure('There is no docker on this machine: --target compose needs it.', { cause })
  }
  if (/is not running|no such service|no configuration file/i.test(errors)) {
    return new Failure(
      'Elasticsearch does not run: docker compose up --wait starts it, unless COMPOSE_PROFILES leaves it out.'
    )
  }
  const told = errors.trim().split('\n').at(-1) ?? ''
  return new Failure(`Elasticsearch cannot be asked: ${told || 'it gave no answer in time.'}`)
}

// One line in, one line out; an empty one where curl got no answer.
const script = `while IFS= read -r body; do
  printf %s "$body" | curl -s -m 10 -H 'content-type: application/json' --data-binary @- \
    'http://127.0.0.1:9200/${logStream}/_search?ignore_unavailable=true'
  echo
done`
const answerMs = 20_000
const errorsMax = 4_000
