import type { Service } from '@microzon/shared/service'
import type { StatusModel } from '../views/models.ts'
import { statusPage } from '../views/status.ts'
import { frameOf, sendPage } from './frame.ts'
import type { WebPorts } from './ports.ts'

/** What this instance of web knows of the services. */
export type StatusView = () => StatusModel

/** Whether the shop is there, and how its services are. */
export function statusRoutes(
  app: Service,
  ports: WebPorts & { readonly statusOf: StatusView }
): void {
  app.get('/status/alive', (_request, reply) => reply.code(204).send())
  app.get('/status/services', async (request, reply) => {
    const status = ports.statusOf()
    if (request.headers.accept?.includes('application/json')) {
      reply.header('vary', 'Accept')
      return jsonOf(status)
    }
    return sendPage(reply, statusPage(await frameOf(request, ports), status))
  })
}

/** All but the seconds, which are for the picture. */
function jsonOf({ services }: StatusModel): object {
  return {
    services: services.map(({ instances, ...service }) => ({
      ...service,
      instances: instances.map(instance => ({ ...instance, seconds: undefined }))
    }))
  }
}
