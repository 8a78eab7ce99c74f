import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson } from '../runtime/http-call.ts'
import { renderLogLine } from '../telemetry/render-log-line.ts'
import { renderTrace } from '../telemetry/render-trace.ts'
import type { ZipkinSpan } from '../telemetry/zipkin-span.ts'
import { readNumber, usageFailure } from '../cli/arguments.ts'
import { helpOf, textOf, wordAt, type Verb, type VerbContext, type VerbOptions } from './verb.ts'

const timeoutMs = 10_000
const followMs = 400

export const logs: Verb = {
  name: 'logs',
  words: '[--service S] [--correlation ID] [--follow]',
  summary: 'what the services have written',
  help: `Prints log lines, the oldest first. Services write errors, slow and sampled requests, and what
they do at start and stop.

  --service S        only this service
  --instance I       only this instance, such as cart-1
  --correlation ID   only this request: the id that every page and every answer carries
  --level L          this level and worse: debug, info, warn, error
  --limit N          at most so many (200)
  --follow           go on until Ctrl-C
  --json             the lines as they were written`,
  wordsMin: 0,
  wordsMax: 0,
  options: {
    service: { type: 'string' },
    instance: { type: 'string' },
    correlation: { type: 'string' },
    level: { type: 'string' },
    limit: { type: 'string' },
    follow: { type: 'boolean' },
    json: { type: 'boolean' }
  },
  async run(context, { options }) {
    const { note, print, isTerminal, signal } = context
    const query = readQuery(options)
    const { logsUrl } = note()
    const show = (line: unknown): void => {
      const text = JSON.stringify(line)
      print(options['json'] === true ? text : renderLogLine(text, { color: isTerminal }))
    }
    let { lines, cursor } = await readLines(logsUrl, query)
    for (;;) {
      lines.forEach(show)
      if (options['follow'] !== true || signal.aborted) return 0
      await pause(followMs, signal)
      ;({ lines, cursor } = await follow({ logsUrl, query, cursor, context }))
    }
  }
}

export const trace: Verb = {
  name: 'trace',
  words: 'ID [--json]',
  summary: 'one request through all services, with times',
  help: `Prints the trace as a tree. ID is the correlation id that every page and every answer carries
(X-Correlation-Id).

  --json   the spans as Zipkin's v2 API answers them`,
  wordsMin: 1,
  wordsMax: 1,
  options: { json: { type: 'boolean' } },
  async run({ note, print, isTerminal }, { words, options }) {
    const id = wordAt(words, 0).toLowerCase()
    if (!/^[0-9a-f]{16}([0-9a-f]{16})?$/.test(id)) {
      throw usageFailure('ID must have 16 or 32 hexadecimal digits.', helpOf('trace'))
    }
    const { status, text } = await ask(`${note().tracesUrl}/api/v2/trace/${id}`, 'traces')
    const spans = status === 200 ? parseJson(text) : undefined
    if (!Array.isArray(spans) || spans.length === 0) {
      throw new Failure(
        `There is no trace ${id}: spans arrive within two seconds, and of many requests only some are traced.`
      )
    }
    const tree = renderTrace(spans as readonly ZipkinSpan[], { color: isTerminal }).trimEnd()
    print(options['json'] === true ? JSON.stringify(spans, undefined, 2) : tree)
    return 0
  }
}

const lineFilters = ['service', 'instance', 'correlation', 'level']

function readQuery(options: VerbOptions): URLSearchParams {
  const limit = textOf(options, 'limit') ?? '200'
  readNumber('--limit', limit, { min: 1, max: 1_000, help: helpOf('logs') })
  const filters = lineFilters.flatMap(name => {
    const value = textOf(options, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return new URLSearchParams([...filters, ['limit', limit] as const].map(pair => [...pair]))
}

type Lines = { readonly lines: readonly unknown[]; readonly cursor: number }

async function readLines(logsUrl: string, query: URLSearchParams): Promise<Lines> {
  const { status, text } = await ask(`${logsUrl}?${query}`, 'logs')
  const body = parseJson(text) as { lines?: unknown; cursor?: unknown; error?: unknown } | undefined
  if (status === 200 && Array.isArray(body?.lines) && typeof body.cursor === 'number') {
    return { lines: body.lines, cursor: body.cursor }
  }
  const reason = typeof body?.error === 'string' ? body.error : `status ${status}`
  throw new Failure(`The logs cannot be read: ${reason}.`)
}

/** While it follows, a telemetry process that is started again is no reason to give up. */
async function follow(options: {
  readonly logsUrl: string
  readonly query: URLSearchParams
  readonly cursor: number
  readonly context: VerbContext
}): Promise<Lines> {
  const { logsUrl, query, cursor, context } = options
  const next = new URLSearchParams(query)
  next.set('cursor', String(cursor))
  try {
    return await readLines(logsUrl, next)
  } catch (error) {
    // Throws when the lab has ended.
    context.note()
    if (!(error instanceof Failure)) throw error
    return { lines: [], cursor }
  }
}

async function ask(url: string, what: string): ReturnType<typeof httpCall> {
  return httpCall({ url, headers: { accept: 'application/json' }, timeoutMs }).catch(
    (error: unknown) => {
      throw new Failure(`The ${what} do not answer at ${url}: npm run lab -- status tells more.`, {
        cause: error
      })
    }
  )
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
