import { table } from '../cli/table.ts'
import type { FailedRequest } from './figures.ts'
import type { Experiment } from './model.ts'
import type { Verdict } from './verdict.ts'

/** A verdict for people. */
export function verdictText({ name, question }: Experiment, verdict: Verdict): string {
  const title = verdict.without === null ? name : `${name}, without ${verdict.without}`
  const head = `${title}: ${question}`
  if (verdict.kind !== 'judged') return `${head}\n\n${verdict.kind}: ${verdict.reason}`
  const { limits, figures, picture, note, perSecond, seconds } = verdict
  const rows = limits.map(({ what, limit, measured, holds }) => ({
    '': holds ? 'ok' : 'MISSED',
    WHAT: what,
    LIMIT: limit,
    MEASURED: measured
  }))
  const { requests, failed, stale, latency, attemptsPerRequest, outcomes, failures } = figures
  const facts = [
    `${requests} requests, ${perSecond} a second, ${failed} failed`,
    ...(stale === 0 ? [] : [`${stale} stale`]),
    `p50 ${latency.p50} ms, p99 ${latency.p99} ms, max ${latency.max} ms`,
    ...(attemptsPerRequest === null ? [] : [`${attemptsPerRequest} attempts per request`]),
    `${seconds.toFixed(0)} s`
  ].join('; ')
  const ends = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`)
  return [
    head,
    '',
    picture,
    '',
    table(rows, { columns: ['', 'WHAT', 'LIMIT', 'MEASURED'] }),
    '',
    facts,
    `ended: ${ends.slice(0, 6).join(', ')}`,
    ...failures.map(failureText),
    ...(note === null ? [] : [note]),
    verdict.holds ? `${title} holds.` : `${title} does not hold.`
  ].join('\n')
}

function failureText({ atSeconds, operation, outcome, correlationId }: FailedRequest): string {
  const known = correlationId === null ? '' : `, correlation id ${correlationId}`
  return `failed at ${atSeconds} s: ${operation}, ${outcome}${known}`
}
