import type { Resolver } from '@microzon/shared/discovery'
import type { Stage } from './stage.ts'

/** What the talk compares, in its order. */
export const criteria = [
  'availability',
  'consistency',
  'service-level checks',
  'API',
  'footprint',
  'several data centres',
  'UI',
  'template engine'
] as const
export type Criterion = (typeof criteria)[number]

/** One way to find instances. A further one is a file like those in `mechanisms`, and a line in `main.ts`. */
export type Mechanism = {
  readonly name: string
  readonly about: string
  /** What no measurement can say, in few words. */
  readonly words: Readonly<Record<Criterion, string>>
  createResolver(stage: Stage): Resolver
  /** Takes away what the resolver asks, as an accident would. */
  takeAway(stage: Stage): Promise<void>
  /** It is there again, and at first knows nobody; resolves when it can be asked. */
  bringBackEmpty(stage: Stage): Promise<void>
  /** Of what runs because of this mechanism; nothing where nothing does. */
  pid(stage: Stage): number | undefined
}
