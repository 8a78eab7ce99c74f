import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson } from '../runtime/http-call.ts'
import type { VerbContext } from './verb.ts'

/** Where the lines of `npm run lab -- logs` come from. */
export type LogSource = {
  /** The latest lines, the oldest first. */
  read(query: URLSearchParams): Promise<LogPage>
  /** What has come in since; nothing while whoever keeps the logs is started again. */
  next(query: URLSearchParams, cursor: string): Promise<LogPage>
  /** How long to wait before the next look. */
  readonly pauseMs: number
  close(): void
}

export type LogPage = { readonly lines: readonly unknown[]; readonly cursor: string }

/** The logs of the lab: what its telemetry process has of them. */
export function labLogs(context: Pick<VerbContext, 'note'>): LogSource {
  const { logsUrl } = context.note()
  return {
    pauseMs: 400,
    read: query => readLines(logsUrl, query),
    async next(query, cursor) {
      const following = new URLSearchParams(query)
      following.set('cursor', cursor)
      try {
        return await readLines(logsUrl, following)
      } catch (error) {
        // Throws when the lab has ended.
        context.note()
        if (!(error instanceof Failure)) throw error
        return { lines: [], cursor }
      }
    },
    close: () => undefined
  }
}

/** The answer of the telemetry, or of what stands in its place. `advice` says where to look. */
export async function askTelemetry(options: {
  readonly url: string
  readonly what: string
  readonly advice: string
}): ReturnType<typeof httpCall> {
  const { url, what, advice } = options
  return httpCall({ url, headers: { accept: 'application/json' }, timeoutMs }).catch(
    (error: unknown) => {
      throw new Failure(`The ${what} do not answer at ${url}: ${advice} tells more.`, {
        cause: error
      })
    }
  )
}

async function readLines(logsUrl: string, query: URLSearchParams): Promise<LogPage> {
  const { status, text } = await askTelemetry({
    url: `${logsUrl}?${query}`,
    what: 'logs',
    advice: 'npm run lab -- status'
  })
  const body = parseJson(text) as { lines?: unknown; cursor?: unknown; error?: unknown } | undefined
  if (status === 200 && Array.isArray(body?.lines) && typeof body.cursor === 'number') {
    return { lines: body.lines, cursor: String(body.cursor) }
  }
  const reason = typeof body?.error === 'string' ? body.error : `status ${status}`
  throw new Failure(`The logs cannot be read: ${reason}.`)
}

const timeoutMs = 10_000
