import {
  createAdmission,
  patienceUsual,
  rangeUsual,
  type AdmissionOptions,
  type Importance
} from '../../src/admission/index.ts'
import type { Clock } from '../../src/client/index.ts'

/** A service in a simulated world, and who asks it how often. */
export type World = {
  readonly seed: number
  /** How many requests are worked on at a time; the others wait within the service. */
  readonly workers: number
  /** How long the work of a request takes, on average. */
  readonly workMs: (route: string, now: number) => number
  /** Requests a second. */
  readonly rate: (now: number) => number
  readonly seconds: number
  /** Who asks waits this long. */
  readonly patienceMs: number
  readonly isSingleThread?: boolean
  readonly admission?: Partial<AdmissionOptions>
  /** Without it everybody is let in. */
  readonly isOpen?: boolean
}

/** Of the requests that came in the second half; `workMs` of those that were served in time. */
export type Told = {
  readonly asked: number
  readonly served: number
  readonly refused: number
  readonly workMs: number
}

export type Seen = Readonly<Record<Importance, Told>> & {
  /** The limit at the end of each second. */
  readonly limits: readonly number[]
  readonly waitsLeft: number
  readonly inFlightLeft: number
}

/** Of twenty, sixteen browse, three fill their cart and one pays. */
const mix: readonly (readonly [Importance, string])[] = [
  ...Array.from({ length: 16 }, () => ['low', 'GET /products'] as const),
  ...Array.from({ length: 3 }, () => ['normal', 'POST /items'] as const),
  ['high', 'POST /orders']
]

/** Runs the world and counts what became of the requests that came in its second half. */
export async function runWorld(world: World): Promise<Seen> {
  const clock = createEventClock()
  const random = createRandom(world.seed)
  const worker = createWorkers(world, clock, random)
  const admission = createAdmission({
    range: rangeUsual,
    patience: patienceUsual,
    clock,
    random,
    delay: { read: () => (world.isSingleThread ? worker.backlogMs() : 0), close() {} },
    ...world.admission
  })
  const counts = { high: count(), normal: count(), low: count() }
  const waiters = { count: 0 }
  const isTold = (): boolean => waiters.count === admission.state().waiting
  const endAt = world.seconds * 1_000
  const arrive = (): void => {
    const at = clock.now()
    if (at >= endAt) return
    const [importance, route] = mix[Math.floor(random() * mix.length)] ?? ['low', '']
    const told = at >= endAt / 2 ? counts[importance] : count()
    told.asked++
    const work = (leave: (isUsual: boolean) => void): void =>
      worker.take(route, () => {
        leave(true)
        if (clock.now() - at > world.patienceMs) return
        told.served++
        told.workMs += world.workMs(route, at)
      })
    if (world.isOpen) work(() => undefined)
    else ask(admission, { importance, route, leftMs: world.patienceMs }, { work, told, waiters })
    clock.after((-Math.log(1 - random()) * 1_000) / world.rate(at), arrive)
  }
  arrive()
  const limits: number[] = []
  for (let second = 1; second <= world.seconds; second++) {
    await clock.runUntil(second * 1_000, isTold)
    limits.push(admission.state().limit)
  }
  await clock.runUntil(Infinity, isTold)
  const { waiting: waitsLeft, inFlight: inFlightLeft } = admission.state()
  return { ...counts, limits, waitsLeft, inFlightLeft }
}

type Count = { -readonly [Name in keyof Told]: Told[Name] }

function count(): Count {
  return { asked: 0, served: 0, refused: 0, workMs: 0 }
}

function ask(
  admission: ReturnType<typeof createAdmission>,
  asking: Parameters<ReturnType<typeof createAdmission>['enter']>[0],
  {
    work,
    told,
    waiters
  }: {
    readonly work: (leave: (isUsual: boolean) => void) => void
    readonly told: Count
    /** Who has not been told yet, whether or not a place was found. */
    readonly waiters: { count: number }
  }
): void {
  const first = admission.enter(asking)
  const settle = (entered: Exclude<typeof first, { readonly kind: 'waiting' }>): void => {
    if (entered.kind === 'admitted') work(entered.leave)
    else told.refused++
  }
  if (first.kind !== 'waiting') return settle(first)
  waiters.count++
  void first.entered.then(entered => {
    waiters.count--
    settle(entered)
  })
}

/** Takes work in its order, so many at a time. */
function createWorkers(world: World, clock: EventClock, random: () => number) {
  const queue: { readonly ms: number; readonly done: () => void }[] = []
  let [busy, backlogMs] = [0, 0]
  const next = (): void => {
    const job = busy < world.workers ? queue.shift() : undefined
    if (job === undefined) return
    busy++
    clock.after(job.ms, () => {
      busy--
      backlogMs -= job.ms
      job.done()
      next()
    })
  }
  return {
    backlogMs: () => backlogMs,
    take(route: string, done: () => void) {
      const ms = world.workMs(route, clock.now()) * (0.5 + random())
      backlogMs += ms
      queue.push({ ms, done })
      next()
    }
  }
}

/** Two promises stand between a place and who waits for it; many more are a fault. */
const turnsMax = 20

type EventClock = Clock & { runUntil(at: number, isTold: () => boolean): Promise<void> }
type Event = { readonly at: number; readonly run: () => void; isCancelled: boolean }

/** Runs what is due in its order; in between it waits until who waited has been told. */
function createEventClock(): EventClock {
  let now = 0
  const events: Event[] = []
  return {
    now: () => now,
    after(ms, run) {
      const event: Event = { at: now + ms, run, isCancelled: false }
      const index = events.findLastIndex(({ at }) => at <= event.at)
      events.splice(index + 1, 0, event)
      return () => void (event.isCancelled = true)
    },
    async runUntil(at, isTold) {
      for (let first = events[0]; first !== undefined && first.at <= at; first = events[0]) {
        events.shift()
        if (first.isCancelled) continue
        now = first.at
        first.run()
        for (let turn = 0; !isTold(); turn++) {
          if (turn === turnsMax) throw new Error('somebody who waited was never told')
          await Promise.resolve()
        }
      }
      if (at !== Infinity) now = at
    }
  }
}

/** Mulberry32: small, and the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
