import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../cli/home.ts'
import { askElasticsearch } from '../elk/ask-elasticsearch.ts'
import { composeLogs } from '../elk/log-source.ts'
import { Failure } from '../runtime/failure.ts'
import { parseJson } from '../runtime/http-call.ts'
import { levelNames, levelNumber } from '../telemetry/log-line.ts'
import { renderLogLine } from '../telemetry/render-log-line.ts'
import { renderTrace } from '../telemetry/render-trace.ts'
import type { ZipkinSpan } from '../telemetry/zipkin-span.ts'
import { readNumber, usageFailure } from '../cli/arguments.ts'
import { labLogs, askTelemetry, type LogSource } from './log-source.ts'
import { helpOf, textOf, wordAt, type Verb, type VerbOptions } from './verb.ts'

/** As the compose file publishes it. */
const zipkinUrl = 'http://127.0.0.1:9411'

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
  --target T         lab (default), or compose: what docker compose up has started
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
    target: { type: 'string' },
    json: { type: 'boolean' }
  },
  async run(context, { options }) {
    const { print, isTerminal, signal } = context
    const query = readQuery(options)
    const source = readTarget(options, 'logs') === 'compose' ? openCompose() : labLogs(context)
    const show = (line: unknown): void => {
      const text = JSON.stringify(line)
      print(options['json'] === true ? text : renderLogLine(text, { color: isTerminal }))
    }
    try {
      let { lines, cursor } = await source.read(query)
      // Beside the lines, which may go to another program.
      if (lines.length === 0 && options['follow'] !== true) process.stderr.write('No line fits.\n')
      for (;;) {
        lines.forEach(show)
        if (options['follow'] !== true || signal.aborted) return 0
        await pause(source.pauseMs, signal)
        ;({ lines, cursor } = await source.next(query, cursor))
      }
    } finally {
      source.close()
    }
  }
}

export const trace: Verb = {
  name: 'trace',
  words: 'ID [--json]',
  summary: 'one request through all services, with times',
  help: `Prints the trace as a tree. ID is the correlation id that every page and every answer carries
(X-Correlation-Id).

  --target T   lab (default), or compose: what docker compose up has started
  --json       the spans as Zipkin's v2 API answers them`,
  wordsMin: 1,
  wordsMax: 1,
  options: { target: { type: 'string' }, json: { type: 'boolean' } },
  async run({ note, print, isTerminal }, { words, options }) {
    const id = readId('ID', wordAt(words, 0), 'trace')
    const isCompose = readTarget(options, 'trace') === 'compose'
    const { status, text } = await askTelemetry({
      url: `${isCompose ? zipkinUrl : note().tracesUrl}/api/v2/trace/${id}`,
      what: 'traces',
      advice: isCompose ? 'docker compose ps' : 'npm run lab -- status'
    })
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
  const level = textOf(options, 'level')
  if (level !== undefined && levelNumber(level) === undefined) {
    const known = levelNames.join(', ')
    throw usageFailure(`--level must be one of ${known}, not "${level}".`, helpOf('logs'))
  }
  const id = textOf(options, 'correlation')
  const given =
    id === undefined ? options : { ...options, correlation: readId('--correlation', id, 'logs') }
  const filters = lineFilters.flatMap(name => {
    const value = textOf(given, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return new URLSearchParams([...filters, ['limit', limit] as const].map(pair => [...pair]))
}

/** A correlation id, which is the trace's id. */
function readId(name: string, text: string, verb: string): string {
  const id = text.toLowerCase()
  if (/^[0-9a-f]{16}([0-9a-f]{16})?$/.test(id)) return id
  throw usageFailure(`${name} must have 16 or 32 hexadecimal digits, not "${text}".`, helpOf(verb))
}

function readTarget(options: VerbOptions, verb: string): 'lab' | 'compose' {
  const target = textOf(options, 'target') ?? 'lab'
  if (target === 'lab' || target === 'compose') return target
  throw usageFailure(`--target must be lab or compose, not "${target}".`, helpOf(verb))
}

function openCompose(): LogSource {
  return composeLogs(askElasticsearch({ root }))
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
