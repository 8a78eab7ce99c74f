import type { FastifyInstance } from 'fastify'
import { readLogLine } from '../log-line.ts'
import { readLogQuery } from '../log-query.ts'
import type { LogStore } from '../store/log-store.ts'
import { QueryError, type QueryParameters } from '../trace-query.ts'
import { logsPage } from '../views/logs-page.ts'
import { sendHtml, wantsHtml } from './html-answer.ts'

/**
 * Takes NDJSON and answers `{accepted, rejected}`. A search answers `{lines, cursor}`, or a page to
 * a browser; whoever wants to follow asks again with the cursor.
 */
export function registerLogRoutes(
  app: FastifyInstance,
  { logs, nowMs }: { readonly logs: LogStore; readonly nowMs: () => number }
): void {
  app.post<{ Body: string | undefined }>('/logs', async (request, reply) => {
    const texts = (request.body ?? '').split('\n').filter(text => text.trim() !== '')
    const now = nowMs()
    const lines = texts.flatMap(text => readLogLine(text, now) ?? [])
    logs.add(lines)
    return reply.code(202).send({ accepted: lines.length, rejected: texts.length - lines.length })
  })

  app.get<{ Querystring: QueryParameters }>('/logs', async (request, reply) => {
    reply.header('vary', 'accept')
    if (wantsHtml(request)) {
      const { status, ...found } = searchForPage(logs, request.query)
      const page = logsPage({ parameters: request.query, writers: logs.writers(), ...found })
      return sendHtml(reply.code(status), page)
    }
    const { lines, cursor } = logs.search(readLogQuery(request.query))
    return reply.type('application/json').send(`{"lines":[${lines.join(',')}],"cursor":${cursor}}`)
  })
}

/** A wrong field is told above the form, which keeps what was typed. */
function searchForPage(
  logs: LogStore,
  parameters: QueryParameters
): { readonly status: number; readonly lines: readonly string[]; readonly problem?: string } {
  try {
    return { status: 200, lines: logs.search(readLogQuery(parameters)).lines }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { status: 400, lines: [], problem: error.message }
  }
}
