/** One number. `max` is the budget that it is held to, `goal` what is hoped for. */
export type Measure = {
  readonly name: string
  readonly value: number
  /** The same of what it is compared with, in the order that the item's text names. */
  readonly others?: readonly number[]
  readonly unit: string
  readonly max?: number
  readonly goal?: number
}

/** What one item came to; `reason` says why there is no number, and is a failure unless it `isSkip`. */
export type Report = {
  readonly item: string
  readonly about: string
  readonly measures: readonly Measure[]
  readonly reason?: string
  readonly isSkip?: boolean
}

const nameWidth = 44
const valueWidth = 10

export function holds({ measures, reason, isSkip = false }: Report): boolean {
  return (reason === undefined || isSkip) && measures.every(isWithin)
}

export function reportText(report: Report): string {
  const { item, about, measures, reason, isSkip } = report
  const lines = measures.map(measure => `  ${measureText(measure)}`)
  if (reason !== undefined) lines.push(`  ${isSkip ? 'skipped' : 'FAILED'}: ${reason}`)
  return [`${item}: ${about}`, ...lines, ''].join('\n')
}

function measureText(measure: Measure): string {
  const { name, value, others = [], unit, max, goal } = measure
  const values = [value, ...others].map(rounded).join(' | ')
  const number = `${name.padEnd(nameWidth)}${values.padStart(valueWidth)} ${unit}`
  if (max === undefined) return number.trimEnd()
  const hoped = goal === undefined ? '' : `, goal ${goal}`
  const verdict = isWithin(measure) ? 'ok' : 'MISSED'
  return `${number.padEnd(nameWidth + valueWidth + 14)} at most ${max}${hoped}: ${verdict}`
}

function isWithin({ value, others = [], max }: Measure): boolean {
  return max === undefined || [value, ...others].every(each => each <= max)
}

function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}
