import { isGood, stale, type RequestRecord } from '../caller/load.ts'
import type { Recording } from './recording.ts'

/** A recording in numbers. */
export type Figures = {
  readonly requests: number
  readonly failed: number
  /** Good answers that were old, and stood in for one that did not come. */
  readonly stale: number
  /** How often each way to end came, the most frequent first. */
  readonly outcomes: Readonly<Record<string, number>>
  /** Of good answers, milliseconds from when the request was due. */
  readonly latency: {
    readonly p50: number
    readonly p95: number
    readonly p99: number
    readonly max: number
  }
  /** Nothing for pages, whose attempts nobody of ours counts. */
  readonly attemptsPerRequest: number | null
  readonly attempts: Readonly<Record<string, number>>
  /** Those that failed and were due first. */
  readonly failures: readonly FailedRequest[]
}

export type FailedRequest = {
  /** When it was due, in seconds since the load began. */
  readonly atSeconds: number
  readonly operation: string
  readonly outcome: string
  /** Nothing for calls, and for a page that did not come. */
  readonly correlationId: string | null
}

const failuresMax = 10

export function figuresOf({ requests, attempts }: Recording): Figures {
  const took = requests
    .filter(([, , , outcome]) => isGood(outcome))
    .map(([, ms]) => ms)
    .toSorted((a, b) => a - b)
  const at = (share: number): number =>
    took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  const counts = new Map<string, number>()
  for (const [, , , outcome] of requests) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const byInstance = attempts.at(-1)?.byInstance ?? {}
  const total = Object.values(byInstance).reduce((sum, count) => sum + count, 0)
  return {
    requests: requests.length,
    failed: requests.length - took.length,
    stale: counts.get(stale) ?? 0,
    outcomes: Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a)),
    latency: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
    attemptsPerRequest: total === 0 ? null : Math.round((total / requests.length) * 1_000) / 1_000,
    attempts: byInstance,
    failures: requests
      .filter(([, , , outcome]) => !isGood(outcome))
      .toSorted(([a], [b]) => a - b)
      .slice(0, failuresMax)
      .map(failedRequest)
  }
}

function failedRequest([due, , operation, outcome, id]: RequestRecord): FailedRequest {
  return { atSeconds: Math.round(due / 100) / 10, operation, outcome, correlationId: id ?? null }
}
