import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import { registerBodies } from './routes/bodies.ts'
import { registerLogRoutes } from './routes/log-routes.ts'
import { registerPages } from './routes/pages.ts'
import { registerZipkinApi } from './routes/zipkin-api.ts'
import type { LogStore } from './store/log-store.ts'
import type { SpanStore } from './store/span-store.ts'
import { QueryError } from './trace-query.ts'
import { SpanFormatError } from './zipkin-span.ts'

export type TelemetryPorts = {
  readonly spans: SpanStore
  readonly logs: LogStore
  /** Epoch milliseconds. */
  readonly nowMs: () => number
  /** Told of errors that are not the caller's. */
  readonly onError?: (error: Error) => void
}

/** The telemetry process without its port: Zipkin's v2 API, the logs, and pages for both. */
export function createTelemetryApp(ports: TelemetryPorts): FastifyInstance {
  const app = fastify({
    bodyLimit: 10_000_000,
    forceCloseConnections: true,
    requestTimeout: 10_000,
    routerOptions: { maxParamLength: 200 }
  })
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = statusOf(error)
    if (status >= 500) ports.onError?.(error)
    const message = status >= 500 ? 'internal error' : error.message.slice(0, 500)
    return reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`)
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
  })
  registerBodies(app)
  registerZipkinApi(app, ports)
  registerLogRoutes(app, ports)
  registerPages(app, ports)
  return app
}

function statusOf(error: FastifyError): number {
  if (error instanceof QueryError || error instanceof SpanFormatError) return 400
  return error.statusCode ?? 500
}
