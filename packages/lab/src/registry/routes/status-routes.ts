import { jsonReply } from '../http/query.ts'
import type { Route } from '../http/router.ts'
import type { RegistryPorts } from './ports.ts'

/** `/v1/status`: who leads. This registry is one process, so it does. */
export function statusRoutes({ node }: RegistryPorts): readonly Route[] {
  const self = `${node.address}:8300`
  return [
    { method: 'GET', path: '/v1/status/leader', handle: ({ query }) => jsonReply(self, query) },
    { method: 'GET', path: '/v1/status/peers', handle: ({ query }) => jsonReply([self], query) }
  ]
}
