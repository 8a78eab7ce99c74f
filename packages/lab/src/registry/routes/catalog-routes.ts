import { requireRest, type Route } from '../http/router.ts'
import { blockingReply } from './blocking.ts'
import type { RegistryPorts } from './ports.ts'
import { catalogEntry } from './rendering.ts'
import { hasTags } from './tags.ts'

/** `/v1/catalog`: what is registered, whatever its checks say. */
export function catalogRoutes(ports: RegistryPorts): readonly Route[] {
  const { catalog, node } = ports
  return [
    {
      method: 'GET',
      path: '/v1/catalog/services',
      handle: async request =>
        blockingReply(request, ports, {
          position: () => catalog.positionOfServices(),
          value: () => tagsByName(ports)
        })
    },
    {
      method: 'GET',
      path: '/v1/catalog/service/',
      handle: async request => {
        const name = requireRest(request, 'service name')
        const tags = request.query.getAll('tag')
        return blockingReply(request, ports, {
          position: () => catalog.positionOf(name),
          value: () =>
            catalog
              .servicesNamed(name)
              .filter(service => hasTags(service, tags))
              .map(service => catalogEntry(service, node))
        })
      }
    }
  ]
}

/** The registry itself is among them, as Consul's servers are. */
function tagsByName({ catalog }: RegistryPorts): Readonly<Record<string, readonly string[]>> {
  const tags = new Map<string, Set<string>>([['consul', new Set()]])
  for (const service of catalog.services()) {
    const known = tags.get(service.name) ?? new Set()
    for (const tag of service.tags) known.add(tag)
    tags.set(service.name, known)
  }
  return Object.fromEntries([...tags].map(([name, own]) => [name, [...own]]))
}
