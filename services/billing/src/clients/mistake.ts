import type { CallResult, OnMistake } from '@microzon/shared/client'

/**
 * Tells a refusal that the business does not know, so that a call which is wrong does not pass for an
 * outage while the order waits. A conflict is none: what stands against the call may be gone later.
 */
export function tellMistake(result: CallResult<unknown>, onMistake: OnMistake): void {
  if (result.kind === 'business' && result.status !== 409) onMistake(result)
}

/** Whether it was refused under this code of the business. */
export function isRefused(result: CallResult<unknown>, code: string): boolean {
  return result.kind === 'business' && result.code === code
}
