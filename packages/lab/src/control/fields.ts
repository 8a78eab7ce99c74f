import { constants } from 'node:os'
import { Failure } from '../runtime/failure.ts'

/** The fields of a command; each reader throws a `Failure` that says what was expected. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null) return body as Readonly<Record<string, unknown>>
  throw new Failure('the command needs a body')
}

export function textIn(value: unknown): string {
  if (typeof value === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(value)) return value
  throw mistake(`${JSON.stringify(value) ?? 'nothing'} is no name.`)
}

export function numberIn(value: unknown, min: number, max: number): number {
  const isWhole = typeof value === 'number' && Number.isInteger(value)
  if (isWhole && value >= min && value <= max) return value
  throw mistake(`A whole number from ${min} to ${max} is needed.`)
}

/** Takes KILL, SIGKILL and kill alike. */
export function signalIn(value: unknown): NodeJS.Signals {
  const text = typeof value === 'string' ? value.toUpperCase() : ''
  const name = text.startsWith('SIG') ? text : `SIG${text}`
  if (name in constants.signals) return name as NodeJS.Signals
  throw mistake(`There is no signal ${String(value)}; try TERM, KILL, STOP or CONT.`)
}

function mistake(sentence: string): Failure {
  return new Failure(sentence, { exitCode: 2 })
}
