import { Failure } from '../runtime/failure.ts'
import { parseJson } from '../runtime/http-call.ts'
import { readLogQuery } from '../telemetry/log-query.ts'
import { QueryError } from '../telemetry/trace-query.ts'
import type { LogPage, LogSource } from '../verbs/log-source.ts'
import type { Elasticsearch } from './ask-elasticsearch.ts'
import { lineOf } from './ecs-line.ts'
import { searchFor, searchForLastPlace, type LogPlace } from './log-search.ts'

/** The logs of the compose system: what Elasticsearch has of them. */
export function composeLogs(elasticsearch: Elasticsearch): LogSource {
  let failures = 0
  const search = async (body: object): Promise<readonly Hit[]> =>
    hitsOf(await elasticsearch.search(body))
  const next = async (query: URLSearchParams, cursor: string): Promise<LogPage> => {
    // Without a place there was no line at all.
    const after = cursor === '' ? firstPlace : (JSON.parse(cursor) as LogPlace)
    const hits = await search(searchFor(readQuery(query), after))
    return { lines: linesOf(hits), cursor: cursorOf(hits.at(-1)) ?? cursor }
  }
  return {
    pauseMs: 1_000,
    async read(query) {
      // Before the lines: what comes in between is found by the next search.
      const cursor = cursorOf((await search(searchForLastPlace))[0]) ?? ''
      const hits = await search(searchFor(readQuery(query)))
      return { lines: linesOf(hits.toReversed()), cursor }
    },
    async next(query, cursor) {
      try {
        const page = await next(query, cursor)
        failures = 0
        return page
      } catch (error) {
        failures++
        if (!(error instanceof Failure) || failures > failuresMax) throw error
        return { lines: [], cursor }
      }
    },
    close: () => elasticsearch.close()
  }
}

type Hit = {
  readonly _source?: Readonly<Record<string, unknown>>
  readonly sort: readonly unknown[]
}

function readQuery(parameters: URLSearchParams): ReturnType<typeof readLogQuery> {
  try {
    return readLogQuery(Object.fromEntries(parameters))
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw new Failure(`The logs cannot be read: ${error.message}.`, { cause: error })
  }
}

function hitsOf(text: string): readonly Hit[] {
  const answer = parseJson(text) as
    | { readonly hits?: { readonly hits?: readonly Hit[] }; readonly error?: unknown }
    | undefined
  const hits = answer?.hits?.hits
  if (hits !== undefined) return hits
  const reason = answer?.error === undefined ? text : JSON.stringify(answer.error)
  throw new Failure(`Elasticsearch does not answer the search: ${reason.slice(0, 300)}`)
}

function linesOf(hits: readonly Hit[]): readonly unknown[] {
  return hits.map(({ _source }) => lineOf(_source ?? {}))
}

/** Index and number stand at the end of either order. */
function cursorOf(hit: Hit | undefined): string | undefined {
  return hit === undefined ? undefined : JSON.stringify(hit.sort.slice(-2))
}

const firstPlace: LogPlace = ['', 0]
/** About as many seconds as Elasticsearch needs to be started again. */
const failuresMax = 120
