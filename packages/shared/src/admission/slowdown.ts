/** Compares how long requests take with how long those of the same route usually do. */
export type Slowdown = {
  add(route: string, durationMs: number): void
  samples(): number
  /** Ends a window: how many times longer than usual its requests took, 1 without any. */
  endWindow(pressure: Pressure): number
}

/**
 * What is slow in a window: `none`, as usual; `own`, we let in so many that some had to wait;
 * `other`, some had to wait although we let in as few as we ever do.
 */
export type Pressure = 'none' | 'own' | 'other'

type Route = { usualMs: number; windows: number; totalMs: number; count: number }

const routesMax = 1_000
/** What is shorter is the noise of one turn of the event loop. */
const durationMsMin = 1
/** Windows that count alike at first, so that one odd start is not taken for usual. */
const warmUpWindows = 10
/**
 * The weight of a window in what is usual. Usually an average over about 600 of them. While we
 * ourselves let in too much all is slow, which must not become what is usual: a tenth. What stays
 * slow when we let in as little as we can has become slow for good, as a store does that has grown:
 * got used to within a minute.
 */
const weights: Readonly<Record<Pressure, number>> = { none: 2 / 601, own: 0.2 / 601, other: 1 / 30 }
/** How fast a usual time that is twice too long comes down. */
const fall = 0.95

/**
 * The long and the short average of Gradient2, but for each route: otherwise a burst of slow
 * checkouts among fast pages would look like a service that has become slow.
 */
export function createSlowdown(): Slowdown {
  const routes = new Map<string, Route>()
  let samples = 0
  return {
    add(name, durationMs) {
      const route = routeOf(routes, name)
      route.totalMs += Math.max(durationMsMin, durationMs)
      route.count++
      samples++
    },
    samples: () => samples,
    endWindow(pressure) {
      let sum = 0
      for (const route of routes.values()) {
        if (route.count === 0) continue
        const { count } = route
        const ms = route.totalMs / count
        learn(route, ms, pressure)
        sum += (count * ms) / route.usualMs
        route.totalMs = 0
        route.count = 0
      }
      const slowdown = samples === 0 ? 1 : sum / samples
      samples = 0
      return slowdown
    }
  }
}

function routeOf(routes: Map<string, Route>, name: string): Route {
  const known = routes.get(name)
  if (known !== undefined) return known
  const made: Route = { usualMs: 0, windows: 0, totalMs: 0, count: 0 }
  // Names are patterns of which a program has few; a mistake must not fill the memory.
  if (routes.size < routesMax) routes.set(name, made)
  return made
}

function learn(route: Route, ms: number, pressure: Pressure): void {
  route.windows++
  const isWarmingUp = route.windows <= warmUpWindows && pressure === 'none'
  // The first window is all that is known, also when it was a bad one: it is unlearnt below.
  const weight = isWarmingUp || route.windows === 1 ? 1 / route.windows : weights[pressure]
  route.usualMs += (ms - route.usualMs) * weight
  if (route.usualMs > 2 * ms) route.usualMs *= fall
}
