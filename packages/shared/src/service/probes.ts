import { Type } from 'typebox'
import type { Lifecycle } from './lifecycle.ts'
import type { Service, ServiceRuntime } from './types.ts'

const probePaths = new Set(['/livez', '/readyz', '/metrics', '/clients', '/openapi.json'])

/**
 * Whether it is a route that `addProbes` adds: what a probe asks is neither counted nor traced, and
 * holds up no stop.
 */
export function isProbe(route: string | undefined): boolean {
  return route !== undefined && probePaths.has(route)
}

const readyQuery = Type.Object({ of: Type.Optional(Type.String({ maxLength: 200 })) })

/**
 * `/livez`: the event loop runs. `/readyz`: this instance should get traffic; asked `of` another
 * start than this one, it is not ready. `/metrics`, `/openapi.json`. `/clients`, for web and the staff:
 * what this instance knows of those that it calls.
 */
export function addProbes(app: Service, runtime: ServiceRuntime, lifecycle: Lifecycle): void {
  const { metrics, config, startId } = runtime
  const options = { config: { public: true }, schema: { hide: true } }
  app.get('/livez', options, (_request, reply) => reply.code(204).send())
  const readyOptions = { ...options, schema: { ...options.schema, querystring: readyQuery } }
  app.get('/readyz', readyOptions, async (request, reply) => {
    const isMeant = (request.query.of ?? startId) === startId
    const isReady = isMeant && (await lifecycle.isReady())
    const status = isReady ? 'ready' : lifecycle.isDraining() ? 'draining' : 'not ready'
    const body = {
      status,
      service: config.name,
      version: config.version,
      instance: config.instance
    }
    return reply.code(isReady ? 200 : 503).send(body)
  })
  app.get('/metrics', options, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text())
  )
  const forStaff = { config: { callers: ['staff', 'web'] }, schema: { hide: true } }
  app.get('/clients', forStaff, () => ({ clients: runtime.clientStatus() }))
  app.get('/openapi.json', options, () => app.swagger())
}
