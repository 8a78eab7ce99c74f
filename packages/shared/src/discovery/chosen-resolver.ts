import type { Mechanism, Resolver } from './types.ts'

/**
 * Asks for each service where it is chosen to be looked up. What nobody chose is never made, so that
 * it costs nothing and needs no settings.
 */
export function createChosenResolver(options: {
  readonly mechanismOf: (service: string) => Mechanism
  readonly create: Readonly<Record<Mechanism, () => Resolver>>
}): Resolver {
  const made = new Map<Mechanism, Resolver>()
  let isClosed = false
  const resolverFor = (service: string): Resolver => {
    const mechanism = options.mechanismOf(service)
    const resolver = made.get(mechanism) ?? options.create[mechanism]()
    made.set(mechanism, resolver)
    return resolver
  }
  return {
    watch(service) {
      if (isClosed) throw new Error('the resolver is closed')
      return resolverFor(service).watch(service)
    },
    sets: () => [...made.values()].flatMap(resolver => resolver.sets?.() ?? []),
    async close() {
      isClosed = true
      await Promise.all([...made.values()].map(resolver => resolver.close()))
    }
  }
}
