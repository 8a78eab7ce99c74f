import { Session, type Profiler } from 'node:inspector/promises'

const stepUs = 200

/** The name of a file's place; nothing for a file whose work is its caller's. */
export type PlaceOf = (url: string) => string | undefined

/** Samples what this process does while something runs: the share of each place in what was not idle. */
export async function profile(
  run: () => Promise<unknown>,
  placeOf: PlaceOf
): Promise<ReadonlyMap<string, number>> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: stepUs })
    await session.post('Profiler.start')
    await run()
    const { profile: taken } = await session.post('Profiler.stop')
    return sharesOf(taken, placeOf)
  } finally {
    session.disconnect()
  }
}

/**
 * A sample counts for the innermost place on its stack, so that a timer that is set and a text that
 * is parsed are work of whoever asks for it. `node` is what nobody asked for: sockets that are read,
 * promises that go on.
 */
export function sharesOf(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  placeOf: PlaceOf
): ReadonlyMap<string, number> {
  const places = placesOf(nodes, placeOf)
  const sums = new Map<string, number>()
  let total = 0
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? 'node'
    // A sample holds until the next one; the last has none.
    const lastedUs = timeDeltas[index + 1] ?? 0
    if (place === 'idle') continue
    total += lastedUs
    sums.set(place, (sums.get(place) ?? 0) + lastedUs)
  }
  return new Map([...sums].map(([place, us]) => [place, us / total]))
}

function placesOf(
  nodes: readonly Profiler.ProfileNode[],
  placeOf: PlaceOf
): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const places = new Map<number, string>()
  const visit = (node: Profiler.ProfileNode | undefined, caller: string): void => {
    if (node === undefined) return
    const { functionName, url } = node.callFrame
    const place = engineWork[functionName] ?? placeOf(url) ?? caller
    places.set(node.id, place)
    for (const child of node.children ?? []) visit(byId.get(child), place)
  }
  visit(nodes[0], 'node')
  return places
}

const engineWork: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage',
  '(idle)': 'idle'
}
