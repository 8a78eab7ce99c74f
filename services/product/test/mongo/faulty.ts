import type { Collections } from '../../src/store/mongo/records.ts'

/** What a process does to the database, one command at a time. */
export type Faults = {
  /** Called around each write; what it throws ends the process. */
  around(name: string, write: () => Promise<unknown>): Promise<unknown>
  /** Called before each read. */
  before(): void
}

const writes = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'bulkWrite',
  'findOneAndUpdate'
])

type Method = (this: unknown, ...given: unknown[]) => unknown

/** The same collections as one process sees them that may die or stop between any two commands. */
export function withFaults(collections: Collections, faults: Faults): Collections {
  const entries = Object.entries(collections).map(([name, collection]) => [
    name,
    new Proxy(collection as object, {
      get(target, property) {
        const member: unknown = Reflect.get(target, property)
        if (typeof member !== 'function') return member
        const method = member as Method
        return (...given: unknown[]) => {
          const call = (): unknown => method.apply(target, given)
          if (writes.has(String(property))) {
            const label = `${name}.${String(property)}`
            return faults.around(label, async () => call())
          }
          faults.before()
          return call()
        }
      }
    })
  ])
  return Object.fromEntries(entries) as Collections
}

export class Crash extends Error {
  constructor() {
    super('the process has died')
  }
}

/** Dies after its nth write, counted from 1: nothing it asks for happens from then on. */
export function dyingAfter(count: number): Faults & { readonly made: () => number } {
  let made = 0
  const check = (): void => {
    if (made >= count) throw new Crash()
  }
  return {
    made: () => made,
    before: check,
    async around(_name, write) {
      check()
      made += 1
      const isLast = made === count
      const result = await write()
      if (isLast) throw new Crash()
      return result
    }
  }
}

/** Stops before the first write of that name until it is let go on; everything else passes. */
export function stoppingBefore(name: string): Faults & {
  readonly reached: Promise<void>
  readonly goOn: () => void
} {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let isFirst = true
  return {
    reached: reached.promise,
    goOn: () => gate.resolve(),
    before: () => undefined,
    async around(write, run) {
      if (write === name && isFirst) {
        isFirst = false
        reached.resolve()
        await gate.promise
      }
      return run()
    }
  }
}
