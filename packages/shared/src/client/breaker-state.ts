import type { Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { createTripwire, type Ended, type TripReason } from './tripwire.ts'

const ejectionMsFirst = 5_000
const ejectionMsMax = 60_000
const aloneMs = 1_000
const trialsNeeded = 3

/** What an attempt that starts has to do with the breaker. */
export type Pass = 'closed' | 'trial' | 'forced'

/** The health of one endpoint, as the attempts on it have told. */
export type Breaker = {
  isOut(): boolean
  /** Whether an endpoint that is out may be tried. */
  isTrialDue(now: number): boolean
  /** Nothing when it is refused. `isForced`: because all are out. */
  enter(isForced: boolean): Pass | undefined
  leave(pass: Pass, ended: Ended): void
  /** The registry says that it has come back. */
  reset(): void
  read(): BreakerStatus
}

export type BreakerStatus = {
  readonly state: 'closed' | 'open' | 'half-open'
  /** How often it went out since it was last well for a minute. */
  readonly ejections: number
  /** Epoch milliseconds, while it is out. */
  readonly retryAt: number | undefined
}

export type BreakerOptions = {
  readonly endpointId: string
  readonly clock: Clock
  readonly random: () => number
  readonly tell: Tell
  /** Whether one more of the set may go out. */
  readonly mayOpen: () => boolean
  /** Whether there is no other: then it is tried once a second. */
  readonly isAlone: () => boolean
  /** Told when it goes out or comes back. */
  readonly onChange: (isOut: boolean) => void
}

/**
 * Goes out as the tripwire says, for 2.5 to 5 s, twice as long each time, at most a minute; then it
 * is tried, one attempt at a time, and three good ones bring it back.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { endpointId, clock, random, tell, mayOpen, isAlone, onChange } = options
  const tripwire = createTripwire()
  let state: BreakerStatus['state'] = 'closed'
  let [ejections, trials, retryAt, openedAt, closedAt] = [0, 0, 0, 0, clock.now()]
  let isTrying = false

  const open = (why: TripReason | 'trial'): void => {
    const now = clock.now()
    const wasClosed = state === 'closed'
    if (wasClosed && now - closedAt > ejectionMsMax) ejections = 0
    const longest = Math.min(ejectionMsMax, ejectionMsFirst * 2 ** ejections++)
    const forMs = isAlone() ? aloneMs : Math.round((0.5 + random() / 2) * longest)
    ;[state, openedAt, retryAt, trials] = ['open', now, now + forMs, 0]
    if (wasClosed) onChange(true)
    tell({ kind: 'ejected', endpointId, why, forMs })
  }
  const close = (): void => {
    const wasOut = state !== 'closed'
    ;[state, closedAt] = ['closed', clock.now()]
    tripwire.clear()
    if (!wasOut) return
    onChange(false)
    tell({ kind: 'returned', endpointId })
  }
  // Whoever is left alone while it is out is not waited for.
  const dueAt = (): number => (isAlone() ? Math.min(retryAt, openedAt + aloneMs) : retryAt)
  // A clock that was set back must not keep it out until it has caught up.
  const hasServed = (now: number): boolean => now >= dueAt() || now < openedAt
  const isTrialDue = (now: number): boolean => !isTrying && state !== 'closed' && hasServed(now)
  return {
    isOut: () => state !== 'closed',
    isTrialDue,
    enter(isForced) {
      if (state === 'closed') return 'closed'
      if (!isTrialDue(clock.now())) return isForced ? 'forced' : undefined
      ;[state, isTrying] = ['half-open', true]
      tell({ kind: 'trial', endpointId })
      return 'trial'
    },
    leave(pass, ended) {
      if (pass === 'trial') isTrying = false
      // What began before the last change says nothing of the time after it.
      const why = pass === 'closed' && state === 'closed' && tripwire.note(ended, clock.now())
      if (why && mayOpen()) open(why)
      if (pass !== 'trial' || state !== 'half-open') return
      if (ended.health === 'bad') open('trial')
      else if (ended.health === 'good' && ++trials >= trialsNeeded) close()
    },
    reset: close,
    read: () => ({ state, ejections, retryAt: state === 'closed' ? undefined : retryAt })
  }
}
