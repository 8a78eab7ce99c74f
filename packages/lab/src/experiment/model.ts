import type { Load } from '../caller/load.ts'
import type { Fault } from '../proxy/fault.ts'
import type { Behaviour } from '../stand-in/behaviour.ts'

/** A question to a running system: what is done to it, and what must hold meanwhile. */
export type Experiment = {
  readonly name: string
  readonly question: string
  readonly shape: Shape
  readonly load: Load
  /** The load is a multiple of what the shape can serve, and means nothing at another rate. */
  readonly isLoadFixed?: boolean
  /** How long each phase lasts, in seconds; the second number for `--quick`. */
  readonly seconds: Readonly<Record<Phase, readonly [usual: number, quick: number]>>
  readonly steps: readonly Step[]
  readonly limits: readonly Limit[]
  /** What a reader of the verdict should know, such as why the load is no larger. */
  readonly note?: string
  /** Leaves out what cannot be judged on a store of the kind that is used. */
  readonly onSqlite?: { readonly load: Load; readonly why: string }
}

/** Before anything happens; from the fault to its end; from there on. */
export type Phase = 'calm' | 'fault' | 'after'

export type Shape = {
  /** Which part of the shop runs; `shop` is all of it, `caller` nothing but who calls it. */
  readonly parts: 'cart' | 'product' | 'stand-in' | 'shop' | 'caller'
  readonly instances: Readonly<Record<string, number>>
  /** For services that read them. */
  readonly env?: Readonly<Record<string, string>>
}

/** Something that is done, so many seconds after its phase began. */
export type Step = {
  readonly phase: 'fault' | 'after'
  readonly afterSeconds?: number
  readonly act: Act | Rounds
}

/**
 * The same so many times. A round is over when its time is and all instances of the shape are ready: those
 * that have ended are started again.
 */
export type Rounds = {
  readonly kind: 'rounds'
  readonly times: number
  readonly seconds: number
  /** By seconds since the round began. */
  readonly acts: readonly { readonly afterSeconds: number; readonly act: Act }[]
}

export type Act =
  /** Instances such as `cart-2`; `registry` is one too. */
  | {
      readonly kind: 'signal'
      readonly instance: string
      readonly signal: 'KILL' | 'STOP' | 'CONT'
    }
  /** Starts instances until so many run. */
  | { readonly kind: 'scale'; readonly service: string; readonly count: number }
  /** On the wire, by the proxy. */
  | { readonly kind: 'wire'; readonly instance: string; readonly fault: Fault }
  /** Of a stand-in. */
  | { readonly kind: 'behave'; readonly instance: string; readonly behaviour: Behaviour }
  /** Every instance of the services, one after the other, is drained and started again. */
  | { readonly kind: 'restart'; readonly services: readonly string[] }

/** A moment: so many seconds from the beginning of a phase, or from the end of the last. */
export type Moment = readonly [phase: Phase | 'end', plusSeconds: number]

type Within = {
  /** From the first moment to the second; all of it unless told. By when a request was due. */
  readonly within?: readonly [Moment, Moment]
  /** All operations unless told. */
  readonly operations?: readonly string[]
}

/** A stale answer is a good one to every measure but its own. */
export type Limit = Within &
  (
    | { readonly measure: 'failed'; readonly atMost: number }
    | { readonly measure: 'failed share'; readonly atMost: number }
    /** Good answers that were old: the client's cache let them stand in for one that did not come. */
    | { readonly measure: 'stale'; readonly atMost: number }
    /** Answers that took longer, from when the request was due. */
    | { readonly measure: 'slow'; readonly thanMs: number; readonly atMost: number }
    /** Good answers a second, stale ones too. */
    | { readonly measure: 'goodput'; readonly atLeast: number }
    | { readonly measure: 'served share'; readonly atLeast: number }
    /** Of the attempts, by instance. */
    | { readonly measure: 'attempts share'; readonly instance: string; readonly atMost: number }
    /** `budget`: what the retry budget allows at this load. */
    | { readonly measure: 'attempts per request'; readonly atMost: number | 'budget' }
    /** Instances that the registry knows as ready at the end. */
    | { readonly measure: 'registered'; readonly service: string; readonly atLeast: number }
    /** From the end of the fault to the last request that failed. */
    | { readonly measure: 'recovery seconds'; readonly atMost: number }
  )
