import { refusal, type Layer } from './call.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { healthOf } from './classify.ts'
import type { Breaker } from './breaker-state.ts'
import type { Clock } from './clock.ts'
import type { Tell } from './events.ts'

/**
 * Tells the breaker of an endpoint how its attempts end, and refuses what it does not let through.
 * Below `balance`, which reads it and picks another; above `timeout`, because an attempt that hangs
 * is a failure of its endpoint.
 */
export function breaker(options: {
  readonly breaker: Breaker
  readonly clock: Clock
  readonly limits: AttemptLimits
  readonly tell: Tell
}): Layer {
  const { breaker: state, clock, limits, tell } = options
  return next => async call => {
    const pass = state.enter(call.flight.pass === 'forced')
    if (pass === undefined) {
      tell({ kind: 'refused-open' }, call)
      return refusal('open')
    }
    const startedAt = clock.now()
    let health: ReturnType<typeof healthOf> = 'nothing'
    try {
      const outcome = await next(call)
      health = healthOf(call, outcome, { elapsedMs: clock.now() - startedAt, limits })
      return outcome
    } finally {
      state.leave(pass, { health, startedAt })
    }
  }
}
