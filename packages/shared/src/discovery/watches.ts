import type { Resolver, Watched } from './types.ts'

/** One service that is being watched, and the way to end that. */
export type Watch = { readonly view: Watched; readonly close: () => Promise<void> }

/** A resolver that starts one watch for each service, the first time that it is asked for. */
export function createWatches(start: (service: string) => Watch): Resolver {
  const watches = new Map<string, Watch>()
  let isClosed = false
  return {
    watch(service) {
      if (isClosed) throw new Error('the resolver is closed')
      const watch = watches.get(service) ?? start(service)
      watches.set(service, watch)
      return watch.view
    },
    sets: () => [...watches.values()].map(({ view }) => view.current()),
    async close() {
      isClosed = true
      await Promise.all([...watches.values()].map(watch => watch.close()))
    }
  }
}
