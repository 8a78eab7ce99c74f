import { HttpError } from '../http/http-error.ts'
import { jsonReply } from '../http/query.ts'
import type { Route } from '../http/router.ts'
import type { RegistryPorts } from './ports.ts'
import { agentService, checkJson } from './rendering.ts'

/** `/v1/agent`: what the processes of this machine have registered. */
export function agentRoutes({ catalog, node }: RegistryPorts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/agent/service/',
      handle: ({ rest, query }) => {
        const service = catalog.service(rest)
        if (service === undefined) throw new HttpError(404, `unknown service ID: ${rest}`)
        return jsonReply(agentService(service, node), query)
      }
    },
    {
      method: 'GET',
      path: '/v1/agent/services',
      handle: ({ query }) => {
        const services = catalog.services().map(each => [each.id, agentService(each, node)])
        return jsonReply(Object.fromEntries(services), query)
      }
    },
    {
      method: 'GET',
      path: '/v1/agent/checks',
      handle: ({ query }) => {
        const checks = catalog.checks().map(check => [check.id, checkJson(check, node)])
        return jsonReply(Object.fromEntries(checks), query)
      }
    },
    {
      method: 'GET',
      path: '/v1/agent/self',
      handle: ({ query }) =>
        jsonReply(
          {
            Config: {
              Datacenter: node.datacenter,
              PrimaryDatacenter: node.datacenter,
              NodeName: node.name,
              NodeID: node.id,
              Server: true,
              Version: node.version
            },
            Member: { Name: node.name, Addr: node.address, Status: 1 },
            Meta: {}
          },
          query
        )
    }
  ]
}
