import type { EndpointSet, Resolver, Watched } from '@microzon/shared/discovery'

/**
 * A resolver that believes whatever the registry says at this moment, and knows nobody while it
 * says nothing: what ours would be if it did not keep what it last knew. For an experiment.
 */
export function forgetful(resolver: Resolver): Resolver {
  return {
    watch: service => forgetfulWatch(resolver.watch(service)),
    close: () => resolver.close()
  }
}

const lookEveryMs = 50

function forgetfulWatch(watched: Watched): Watched {
  const read = (): EndpointSet => {
    const set = watched.current()
    return set.source === 'last-known' ? { ...set, endpoints: [] } : set
  }
  return {
    current: read,
    ready: async timeoutMs => {
      await watched.ready(timeoutMs)
      return read()
    },
    // A set that only loses its source is no change to its listeners.
    onChange(listener) {
      let last = read()
      const look = (): void => {
        const next = read()
        if (next.endpoints === last.endpoints) return
        if (next.endpoints.length === 0 && last.endpoints.length === 0) return
        last = next
        listener(next)
      }
      const stop = watched.onChange(look)
      const timer = setInterval(look, lookEveryMs)
      return () => {
        stop()
        clearInterval(timer)
      }
    }
  }
}
