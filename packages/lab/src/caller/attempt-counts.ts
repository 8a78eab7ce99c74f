import type { OpenServiceClient } from '@microzon/shared/client'

/** Attempts of a client by endpoint, since the start, from what it shows of its last minute. */
export type AttemptCounts = {
  /** To be called several times a minute. */
  read(): Readonly<Record<string, number>>
}

export function createAttemptCounts(
  client: Pick<OpenServiceClient, 'endpoints' | 'traffic'>,
  clock: () => number
): AttemptCounts {
  const seen = new Map<string, Map<number, number>>()
  const look = (id: string): void => {
    const seconds = seen.get(id) ?? new Map<number, number>()
    seen.set(id, seconds)
    const now = Math.floor(clock() / 1_000)
    const ring = client.traffic.of(id)
    // The second that is running is the last; one that is over may have grown since the last look.
    ring.forEach(({ requests }, index) => {
      const second = now - ring.length + 1 + index
      if (requests > 0) seconds.set(second, Math.max(requests, seconds.get(second) ?? 0))
    })
  }
  return {
    read() {
      const ids = new Set([
        ...client.endpoints.all().map(({ endpoint }) => endpoint.id),
        ...seen.keys()
      ])
      for (const id of ids) look(id)
      return Object.fromEntries(
        [...seen].map(([id, seconds]) => [id, [...seconds.values()].reduce((a, b) => a + b, 0)])
      )
    }
  }
}
