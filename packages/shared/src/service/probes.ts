import type { Lifecycle } from './lifecycle.ts'
import type { Service, ServiceRuntime } from './types.ts'

/** `/livez`: the event loop runs. `/readyz`: this instance should get traffic. `/metrics`, `/openapi.json`. */
export function addProbes(app: Service, runtime: ServiceRuntime, lifecycle: Lifecycle): void {
  const { metrics, config } = runtime
  const options = { config: { public: true }, schema: { hide: true } }
  app.get('/livez', options, (_request, reply) => reply.code(204).send())
  app.get('/readyz', options, async (_request, reply) => {
    const isReady = await lifecycle.isReady()
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
  app.get('/openapi.json', options, () => app.swagger())
}
