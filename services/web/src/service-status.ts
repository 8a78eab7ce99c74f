import type { OpenServiceClient } from '@microzon/shared/client'
import type { Resolver } from '@microzon/shared/discovery'
import type { StatusView } from './routes/status.ts'
import type { StatusModel } from './views/models.ts'

/** Reads the status page's facts from what the clients have seen. */
export function createStatusView(options: {
  readonly resolver: Resolver
  readonly clients: readonly OpenServiceClient[]
  /** Services that this process does not call, but that people ask for. */
  readonly others: readonly string[]
  readonly clock: () => number
}): StatusView {
  const { resolver, clients, others, clock } = options
  const trafficOf = new Map(clients.map(({ target, traffic }) => [target, traffic]))
  const names = [...others, ...clients.map(({ target }) => target)]
  const watches = names.map(name => ({ name, watched: resolver.watch(name) }))
  const read = (now: number): StatusModel => ({
    refreshedAt: now,
    services: watches.map(({ name, watched }) => {
      const { endpoints, source, mechanism, updatedAt } = watched.current()
      const instances = endpoints.map(({ id, address, port, version, state, since }) => {
        const seconds = trafficOf.get(name)?.of(id) ?? []
        return { id, address, port, version, state, since, seconds }
      })
      return {
        name,
        source,
        ...(mechanism !== undefined && { mechanism }),
        ...(source !== 'none' && { ageMs: Math.max(0, now - updatedAt) }),
        instances
      }
    })
  })
  return () => read(clock())
}
