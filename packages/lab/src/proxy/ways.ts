import { noFault, type Fault } from './fault.ts'
import type { Target } from './link.ts'
import { openWay, type Way, type WayOptions, type WayView } from './way.ts'

/** All ways of a proxy, by the name of the instance that they lead to. */
export type Ways = {
  /** Opens a way, or keeps the one that leads there already; another one of that name ends. */
  open(name: string, to: { readonly target: Target; readonly port: number }): Promise<WayView>
  /** Throws a RangeError when there is no such way. */
  setFault(name: string, fault: Fault): WayView
  views(): Readonly<Record<string, WayView>>
  /** Ends a way and its connections; nothing happens when there is none. */
  remove(name: string): Promise<void>
  close(): Promise<void>
}

const waysMax = 200

export function createWays(options: Pick<WayOptions, 'clock' | 'random'>): Ways {
  const ways = new Map<string, Way>()
  const remove = async (name: string): Promise<void> => {
    const way = ways.get(name)
    ways.delete(name)
    await way?.close()
  }
  return {
    async open(name, { target, port }) {
      const known = ways.get(name)?.view()
      if (known?.target.host === target.host && known.target.port === target.port) return known
      await remove(name)
      if (ways.size >= waysMax) throw new RangeError(`there are ${waysMax} ways already`)
      const way = await openWay({ ...options, target, port })
      ways.set(name, way)
      way.setFault(noFault)
      return way.view()
    },
    setFault(name, fault) {
      const way = ways.get(name)
      if (way === undefined) throw new RangeError(`there is no way ${name}`)
      way.setFault(fault)
      return way.view()
    },
    views: () => Object.fromEntries([...ways].map(([name, way]) => [name, way.view()])),
    remove,
    close: async () => void (await Promise.all([...ways.keys()].map(remove)))
  }
}
