import type { TestContext } from 'node:test'
import type {
  DiscoveryEvent,
  EndpointState,
  Mechanism,
  Resolver
} from '../../../src/discovery/index.ts'
import { createManualClock, type ManualClock } from '../../client/fakes.ts'

/** An instance as the contract tells a source of it. */
export type Told = {
  readonly port: number
  readonly weight?: number
  readonly state?: Exclude<EndpointState, 'gone'>
}

/** Where a resolver looks, as a test moves it. Every change is whole when the promise resolves. */
export type Source = {
  /** From then on it tells of these and of no others. */
  publish(service: string, instances: readonly Told[]): Promise<void>
  /** It does not answer any more. */
  silence(): Promise<void>
  /** It answers with what makes no sense. */
  garble(): Promise<void>
  /** It answers again, with what was published last. */
  heal(): Promise<void>
  /** What still holds on to it: connections, watches. */
  open(): Promise<number>
}

export type ResolverOptions = {
  readonly clock: ManualClock
  readonly random: () => number
  readonly onEvent: (event: DiscoveryEvent) => void
}

export type SourceKind = {
  readonly mechanism: Mechanism
  /** Whether it tells of those who drain or fail, or leaves them out. */
  readonly tellsStates: boolean
  readonly start: (
    t: TestContext
  ) => Promise<{ readonly source: Source; readonly create: (options: ResolverOptions) => Resolver }>
}

export async function setUp(t: TestContext, kind: SourceKind) {
  const { source, create } = await kind.start(t)
  const clock = createManualClock()
  const events: DiscoveryEvent[] = []
  const onEvent = (event: DiscoveryEvent): void => void events.push(event)
  const resolver = create({ clock, random: () => 0.5, onEvent })
  t.after(() => resolver.close())
  return { source, clock, events, resolver }
}
