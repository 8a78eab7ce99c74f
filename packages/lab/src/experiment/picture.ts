import { isGood } from '../caller/load.ts'
import type { Recording } from './recording.ts'

const width = 60
const bars = ['.', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/**
 * Requests, failures and each instance's share of the attempts over time, one character a moment;
 * `|` below marks where the fault began and ended.
 */
export function pictureOf({ requests, attempts, moments }: Recording): string {
  const stepMs = Math.max(1, moments.end / width)
  const bucketOf = (ms: number): number => Math.min(width - 1, Math.floor(ms / stepMs))
  const all = count(requests.map(([due]) => bucketOf(due)))
  const failed = count(
    requests.filter(([, , , outcome]) => !isGood(outcome)).map(([due]) => bucketOf(due))
  )
  const most = Math.max(1, ...all)
  const ids = Object.keys(attempts.at(-1)?.byInstance ?? {}).toSorted()
  const shares = ids.map(id => ({ label: id, line: bar(deltas(attempts, id, stepMs)) }))
  const marks = Array.from({ length: width }, (_unused, index) =>
    index === bucketOf(moments.fault) || index === bucketOf(moments.after) ? '|' : ' '
  )
  const rows = [
    { label: 'requests', line: bar(all, most) },
    { label: 'failed', line: bar(failed, most) },
    ...shares,
    {
      label: 'fault',
      line: `${marks.join('').trimEnd()}  (${(moments.end / 1_000).toFixed(0)} s in all)`
    }
  ]
  const labelWidth = Math.max(...rows.map(({ label }) => label.length))
  return rows.map(({ label, line }) => `${label.padEnd(labelWidth)}  ${line}`).join('\n')
}

function count(buckets: readonly number[]): readonly number[] {
  const counts = Array.from({ length: width }, () => 0)
  for (const bucket of buckets) counts[bucket] = (counts[bucket] ?? 0) + 1
  return counts
}

function deltas(attempts: Recording['attempts'], id: string, stepMs: number): readonly number[] {
  const at = (ms: number): number =>
    attempts.findLast(sample => sample.ms <= ms)?.byInstance[id] ?? 0
  return Array.from(
    { length: width },
    (_unused, index) => at((index + 1) * stepMs) - at(index * stepMs)
  )
}

function bar(values: readonly number[], most = Math.max(1, ...values)): string {
  return values
    .map(value =>
      value <= 0 ? bars[0] : bars[Math.max(1, Math.round((value / most) * (bars.length - 1)))]
    )
    .join('')
}
