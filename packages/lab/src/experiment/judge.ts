import { isGood, stale } from '../caller/load.ts'
import type { Experiment, Limit, Moment } from './model.ts'
import type { Recording } from './recording.ts'

/** A limit, and what was measured. */
export type Judged = {
  readonly measure: Limit['measure']
  readonly what: string
  readonly limit: string
  readonly measured: string
  /** Whether there was anything to measure. */
  readonly isMeasured: boolean
  readonly holds: boolean
}

type Span = { readonly fromMs: number; readonly toMs: number }

/** Holds a recording against the limits of its experiment. */
export function judge(
  { limits, load }: Pick<Experiment, 'limits' | 'load'>,
  recording: Recording
): readonly Judged[] {
  return limits.map(limit => {
    const span = spanOf(limit, recording)
    const value = measure(limit, recording, span)
    const bound = boundOf(limit, load.perSecond, within(limit, recording, span).length)
    const isUpper = 'atMost' in limit
    const isMeasured = Number.isFinite(value)
    return {
      measure: limit.measure,
      what: describe(limit),
      limit: `${isUpper ? 'at most' : 'at least'} ${numberText(bound)}`,
      measured: isMeasured ? numberText(value) : 'nothing to measure',
      isMeasured,
      // What was not measured did not hold: a check that cannot fail is none.
      holds: isUpper ? value <= bound : value >= bound
    }
  })
}

function measure(limit: Limit, recording: Recording, span: Span): number {
  const requests = within(limit, recording, span)
  const failed = requests.filter(([, , , outcome]) => !isGood(outcome)).length
  const good = requests.length - failed
  switch (limit.measure) {
    case 'failed':
      return requests.length === 0 ? NaN : failed
    case 'failed share':
      return failed / requests.length
    case 'stale':
      return requests.length === 0
        ? NaN
        : requests.filter(([, , , outcome]) => outcome === stale).length
    case 'slow':
      return requests.length === 0 ? NaN : requests.filter(([, took]) => took > limit.thanMs).length
    case 'goodput':
      return good / ((span.toMs - span.fromMs) / 1_000)
    case 'served share':
      return good / requests.length
    case 'attempts share': {
      const [before, after] = [attemptsAt(recording, span.fromMs), attemptsAt(recording, span.toMs)]
      const delta = (instance: string): number => (after[instance] ?? 0) - (before[instance] ?? 0)
      return delta(limit.instance) / sum(Object.keys(after).map(delta))
    }
    case 'attempts per request': {
      const count = (ms: number): number => sum(Object.values(attemptsAt(recording, ms)))
      return (count(span.toMs) - count(span.fromMs)) / requests.length
    }
    case 'registered':
      return recording.registered[limit.service] ?? 0
    case 'recovery seconds': {
      const from = recording.moments.after
      const late = requests.filter(([due, , , outcome]) => !isGood(outcome) && due >= from)
      const lastMs = Math.max(from, ...late.map(([due]) => due))
      return recording.requests.length === 0 ? NaN : (lastMs - from) / 1_000
    }
    default:
      return limit satisfies never
  }
}

function within(
  { operations }: Limit,
  { requests }: Recording,
  { fromMs, toMs }: Span
): Recording['requests'] {
  return requests.filter(
    ([due, , operation]) => due >= fromMs && due < toMs && (operations?.includes(operation) ?? true)
  )
}

function spanOf({ within: told }: Limit, { moments }: Recording): Span {
  const at = ([phase, plusSeconds]: Moment): number => moments[phase] + plusSeconds * 1_000
  if (told === undefined) return { fromMs: 0, toMs: Infinity }
  const [from, to] = told
  return { fromMs: at(from), toMs: at(to) }
}

/** The last sample that was taken until then. */
function attemptsAt({ attempts }: Recording, ms: number): Readonly<Record<string, number>> {
  return attempts.findLast(sample => sample.ms <= ms)?.byInstance ?? {}
}

/** The most that a caller can have saved up when the fault begins. */
const savedMax = 100
const retryShare = 0.1
const freePerSecond = 3

/** Where the budget is the limit: one caller, its share of calls, its free retries, and its savings. */
function boundOf(limit: Limit, perSecond: number, requests: number): number {
  if (!('atMost' in limit)) return limit.atLeast
  if (limit.atMost !== 'budget') return limit.atMost
  return 1 + retryShare + freePerSecond / perSecond + savedMax / requests
}

function describe(limit: Limit): string {
  const { operations, within: told } = limit
  const of = operations === undefined ? '' : ` of ${operations.join(', ')}`
  return `${measureText(limit)}${of}${told === undefined ? '' : `, ${momentsText(told)}`}`
}

function measureText(limit: Limit): string {
  switch (limit.measure) {
    case 'failed':
      return 'failed requests'
    case 'failed share':
      return 'share that failed'
    case 'stale':
      return 'stale answers'
    case 'slow':
      return `answers over ${limit.thanMs} ms`
    case 'goodput':
      return 'good answers a second'
    case 'served share':
      return 'share that was served'
    case 'attempts share':
      return `share of the attempts at ${limit.instance}`
    case 'registered':
      return `ready in the registry of ${limit.service}`
    case 'attempts per request':
    case 'recovery seconds':
      return limit.measure
    default:
      return limit satisfies never
  }
}

function momentsText([from, to]: readonly [Moment, Moment]): string {
  return `${momentText(from)} to ${momentText(to)}`
}

function momentText([phase, plus]: Moment): string {
  return plus === 0 ? phase : `${phase} + ${plus} s`
}

function numberText(value: number): string {
  return String(Math.round(value * 1_000) / 1_000)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
