import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { FailureReason, Outcome, Reply } from './call.ts'
import { isNotProcessed } from './retry-table.ts'
import type { CallResult, Problem } from './types.ts'

/** Every kind of result that carries no answer. */
export type Unanswered = Exclude<CallResult<never>, { readonly kind: 'answered' }>

/** Reads what the stack brought back. `sent`: whether any of the attempts may have been executed. */
export function resultOf<Answer extends TSchema>(
  outcome: Outcome,
  told: { readonly sent: boolean; readonly attempts: number; readonly answer: Answer | undefined }
): CallResult<Static<Answer>> {
  const refused = unanswered(outcome, told)
  if (refused !== undefined) return refused
  const { status, headers, body, ageMs } = outcome as Reply
  const read = told.answer === undefined ? nothing : parse(told.answer, body)
  return read.isValid
    ? answered({ status, headers, body: read.value as Static<Answer>, ageMs })
    : { kind: 'technical', sent: true, reason: 'invalid-answer', attempts: told.attempts }
}

/** The same for an answer that is text. */
export function textResultOf(
  outcome: Outcome,
  told: { readonly sent: boolean; readonly attempts: number }
): CallResult<string> {
  const refused = unanswered(outcome, told)
  if (refused !== undefined) return refused
  const { status, headers, body, ageMs } = outcome as Reply
  return answered({ status, headers, body, ageMs })
}

function answered<Body>({
  ageMs,
  ...rest
}: Omit<Extract<CallResult<Body>, { kind: 'answered' }>, 'kind' | 'ageMs'> & {
  readonly ageMs: number | undefined
}): CallResult<Body> {
  return ageMs === undefined ? { kind: 'answered', ...rest } : { kind: 'answered', ...rest, ageMs }
}

function unanswered(
  outcome: Outcome,
  { sent, attempts }: { readonly sent: boolean; readonly attempts: number }
): Unanswered | undefined {
  if (outcome.kind === 'failure') {
    if (outcome.reason === 'deadline') return { kind: 'deadline', sent, attempts }
    if (isOwnRefusal(outcome.reason) && !sent) return { kind: 'overload', sent: false, attempts }
    return { kind: 'technical', sent, reason: outcome.reason, attempts }
  }
  const { status, body } = outcome
  // Another service by now, at the address that was asked last: none of ours has said that it is busy.
  if (status === 421) return { kind: 'technical', sent, reason: 'misdirected', attempts }
  const wasRefused = isNotProcessed(outcome)
  // An earlier attempt may have been executed although this one was not.
  if (wasRefused && !sent) return { kind: 'overload', sent: false, attempts }
  // A peer has no reason to send us elsewhere.
  const isUsable = status < 300 || (status >= 400 && status < 500 && !wasRefused)
  if (!isUsable) {
    const code = codeOf(json(body))
    return { kind: 'technical', sent, reason: `status ${status}`, attempts, ...(code && { code }) }
  }
  if (status < 300) return undefined
  const problem = problemOf(status, body)
  return { kind: 'business', status, code: problem.code, problem }
}

/** Whether a text is JSON of this shape. */
export function isOfShape(schema: TSchema, text: string): boolean {
  return parse(schema, text).isValid
}

/** This side, or all of the other, had no room. */
function isOwnRefusal(reason: FailureReason): boolean {
  return (
    reason === 'overload' || reason === 'limited' || reason === 'throttled' || reason === 'open'
  )
}

const nothing = { isValid: true, value: undefined } as const

type Read = { readonly isValid: boolean; readonly value: unknown }

function parse(schema: TSchema, body: string): Read {
  const value = json(body)
  return { isValid: value !== undefined && checkOf(schema)(value), value }
}

// A schema is a constant of the program: compiled once, at its first answer.
const checks = new WeakMap<TSchema, (value: unknown) => boolean>()

function checkOf(schema: TSchema): (value: unknown) => boolean {
  const known = checks.get(schema)
  if (known !== undefined) return known
  const compiled = Compile(schema)
  const check = (value: unknown): boolean => compiled.Check(value)
  checks.set(schema, check)
  return check
}

function problemOf(status: number, body: string): Problem {
  const told = json(body) as Partial<Problem> | undefined
  const isProblem = typeof told === 'object' && told !== null && typeof told.code === 'string'
  const details = isProblem && typeof told.details === 'object' ? told.details : undefined
  return {
    status,
    code: codeOf(told) ?? `STATUS_${status}`,
    title: isProblem && typeof told.title === 'string' ? told.title : '',
    ...(details && { details })
  }
}

function codeOf(told: unknown): string | undefined {
  const { code } = (told ?? {}) as Partial<Problem>
  return typeof code === 'string' && code !== '' ? code : undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
