import type { Judged } from './judge.ts'
import type { Case } from './junit.ts'
import type { Limit } from './model.ts'
import type { Verdict } from './verdict.ts'

/** An experiment that should hold. */
export function caseOf(verdict: Verdict): Case {
  const { name, without, seconds } = verdict
  const title = without === null ? `${name} holds` : `${name} holds without ${without}`
  if (verdict.kind === 'refused') {
    return { name: title, seconds, outcome: { kind: 'skipped', message: verdict.reason } }
  }
  if (verdict.kind !== 'judged') {
    return { name: title, seconds, outcome: { kind: 'failed', message: verdict.reason } }
  }
  const message = textOf(missedOf(verdict.limits))
  return {
    name: title,
    seconds,
    outcome: verdict.holds ? { kind: 'passed' } : { kind: 'failed', message }
  }
}

/**
 * An experiment without the mechanism that it is there to show: it should miss a limit on `misses`, by
 * what was measured. Any other limit may be missed for another reason, such as a start that was slow.
 */
export function turnedRed(verdict: Verdict, misses: Limit['measure']): Case {
  const { name, without, seconds } = verdict
  const title = `${name} fails without ${without ?? 'anything'}`
  // Nothing that was not carried out has turned red for the reason that it should.
  if (verdict.kind !== 'judged') return { ...caseOf(verdict), name: title }
  const missed = missedOf(verdict.limits)
  const isShown = missed.some(({ measure, isMeasured }) => measure === misses && isMeasured)
  const message = verdict.holds
    ? 'its limits hold all the same, so that it does not show what the mechanism is for'
    : `no limit on "${misses}" is missed, which is what the mechanism is for, but ${textOf(missed)}`
  return {
    name: title,
    seconds,
    outcome: isShown ? { kind: 'passed' } : { kind: 'failed', message }
  }
}

function missedOf(limits: readonly Judged[]): readonly Judged[] {
  return limits.filter(({ holds }) => !holds)
}

function textOf(limits: readonly Judged[]): string {
  return limits.map(({ what, measured, limit }) => `${what}: ${measured}, ${limit}`).join('; ')
}
