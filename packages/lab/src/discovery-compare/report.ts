import { table } from '../cli/table.ts'
import { criteria, type Mechanism } from './mechanism.ts'
import { events, type Effort, type Trial } from './trials.ts'

export type System = 'quiet' | 'loaded'

/** All that was seen of one mechanism on one kind of system. */
export type Measured = {
  readonly mechanism: Mechanism
  readonly system: System
  /** Each event once or more often. */
  readonly trials: readonly Trial[]
  /** Of the process that answers, resident; nothing where there is none. */
  readonly memoryBytes: number | undefined
  /** Why there is no more. */
  readonly reason?: string
}

/** Two tables: what was measured, and what the talk compares. */
export function reportText(all: readonly Measured[], effort: Effort): string {
  const rows = all.flatMap(measured =>
    events.map(event => {
      const { noticedMs, bare, ours, readyLeast, tried } = summaryOf(measured, event, effort)
      return {
        mechanism: measured.mechanism.name,
        system: measured.system,
        event,
        noticed: noticedMs,
        'failed, bare': bare,
        'failed, ours': ours,
        'ready at least': tried === 0 ? '' : String(readyLeast)
      }
    })
  )
  const columns = ['mechanism', 'system', 'event', 'noticed', 'failed, bare', 'failed, ours']
  const right = ['noticed', 'failed, bare', 'failed, ours', 'ready at least']
  const reasons = all.flatMap(({ mechanism, system, reason }) =>
    reason === undefined ? [] : [`${mechanism.name} (${system}) is not complete: ${reason}`]
  )
  const parts = [table(rows, { columns: [...columns, 'ready at least'], right }), wordsText(all)]
  return [...parts, ...reasons].join('\n\n')
}

function wordsText(all: readonly Measured[]): string {
  const first = [...new Map(all.map(each => [each.mechanism.name, each])).values()]
  return first
    .map(measured => {
      const { name, about, words } = measured.mechanism
      const lines = criteria.map(criterion => {
        const figure = figureOf(criterion, measured)
        return `  ${criterion.padEnd(20)} ${figure === '' ? '' : `${figure}; `}${words[criterion]}`
      })
      return [`${name}: ${about}`, ...lines].join('\n')
    })
    .join('\n\n')
}

/** What of a criterion is a number. */
function figureOf(criterion: string, { trials, memoryBytes }: Measured): string {
  const of = (event: string): readonly Trial[] => trials.filter(trial => trial.event === event)
  switch (criterion) {
    case 'availability': {
      const [failed, calls] = totals(of('source away').map(({ ours }) => ours))
      return calls === 0 ? '' : `${failed} of ${calls} calls failed while it was away`
    }
    case 'consistency': {
      const times = of('new').flatMap(({ noticedMs }) => noticedMs ?? [])
      return times.length === 0 ? '' : `${Math.round(median(times))} ms behind a new instance`
    }
    case 'service-level checks': {
      const hung = of('hung')
      if (hung.length === 0) return ''
      const times = hung.flatMap(({ noticedMs }) => noticedMs ?? [])
      return times.length === 0 ? 'a hang stays unseen' : `a hang is seen after ${secondsOf(times)}`
    }
    case 'footprint':
      return memoryBytes === undefined ? '' : `${Math.round(memoryBytes / 1e6)} MB`
    default:
      return ''
  }
}

function summaryOf({ trials }: Measured, event: string, { noticeMsMax }: Effort) {
  const some = trials.filter(trial => trial.event === event)
  const times = some.flatMap(({ noticedMs }) => noticedMs ?? [])
  const missed = some.length - times.length
  const [bareFailed, bareCalls] = totals(some.map(({ bare }) => bare))
  const [oursFailed, oursCalls] = totals(some.map(({ ours }) => ours))
  const never = `not in ${noticeMsMax / 1_000} s`
  return {
    tried: some.length,
    noticedMs: some.length === 0 ? '' : missed > 0 ? never : secondsOf(times),
    bare: some.length === 0 ? '' : `${bareFailed} of ${bareCalls}`,
    ours: some.length === 0 ? '' : `${oursFailed} of ${oursCalls}`,
    readyLeast: Math.min(...some.map(({ readyLeast }) => readyLeast))
  }
}

function totals(
  counts: readonly { readonly failed: number; readonly calls: number }[]
): readonly [number, number] {
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)
  return [sum(counts.map(({ failed }) => failed)), sum(counts.map(({ calls }) => calls))]
}

/** The median; with several trials the longest, too. */
function secondsOf(times: readonly number[]): string {
  const text = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`
  const middle = text(median(times))
  return times.length > 1 ? `${middle} (at most ${text(Math.max(...times))})` : middle
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
}
