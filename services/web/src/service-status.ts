import type { ClientStatus, OpenServiceClient } from '@microzon/shared/client'
import type { Resolver } from '@microzon/shared/discovery'
import type { StatusView } from './routes/status.ts'
import type { CallsModel, StatusModel } from './views/models.ts'

/** Reads the status page's facts from what the clients have seen. */
export function createStatusView(options: {
  readonly resolver: Resolver
  readonly clients: readonly OpenServiceClient[]
  /** Services that this process does not call, but that people ask for. */
  readonly others: readonly string[]
  readonly clock: () => number
}): StatusView {
  const { resolver, clients, others, clock } = options
  const clientOf = new Map(clients.map(client => [client.target, client]))
  const names = [...others, ...clients.map(({ target }) => target)]
  const watches = names.map(name => ({ name, watched: resolver.watch(name) }))
  const read = (now: number): StatusModel => ({
    refreshedAt: now,
    services: watches.map(({ name, watched }) => {
      const { endpoints, source, mechanism, updatedAt } = watched.current()
      const client = clientOf.get(name)
      const status = client?.status()
      const callsOf = callsIn(status, now)
      const instances = endpoints.map(({ id, address, port, version, state, since }) => {
        const calls = callsOf.get(id)
        const seconds = client?.traffic.of(id) ?? []
        const known = { id, address, port, version, state, since, seconds }
        return calls === undefined ? known : { ...known, calls }
      })
      return {
        name,
        source,
        ...(mechanism !== undefined && { mechanism }),
        ...(source !== 'none' && { ageMs: Math.max(0, now - updatedAt) }),
        ...(status !== undefined && { client: clientOfStatus(status) }),
        instances
      }
    })
  })
  return () => read(clock())
}

function clientOfStatus({
  inFlight,
  budget,
  throttle
}: ClientStatus): NonNullable<StatusModel['services'][number]['client']> {
  return { inFlight, retries: Math.floor(budget), throttled: throttle.share }
}

function callsIn(status: ClientStatus | undefined, now: number): ReadonlyMap<string, CallsModel> {
  const endpoints = status?.endpoints ?? []
  return new Map(
    endpoints.map(({ id, pending, estimateMs, breaker: { state, ejections, retryAt } }) => [
      id,
      {
        inFlight: pending,
        estimateMs,
        circuit: state,
        ejections,
        ...(retryAt !== undefined && { retryInMs: Math.max(0, retryAt - now) })
      }
    ])
  )
}
