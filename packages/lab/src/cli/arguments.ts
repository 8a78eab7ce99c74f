import { parseArgs, type ParseArgsConfig } from 'node:util'
import { codeOf, Failure } from '../runtime/failure.ts'
import { nearestOf } from '../runtime/no-such.ts'

/** A mistake in what was typed: the sentence ends with where to look, the exit code is 2. */
export function usageFailure(sentence: string, help: string): Failure {
  return new Failure(`${sentence} See ${help}.`, { exitCode: 2 })
}

/**
 * Reads options and words. `help` is the command that explains them. Throws a `Failure` for what is
 * not known.
 */
export function readArguments<T extends ParseArgsConfig>(
  config: T,
  help: string
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs<T>({ strict: true, ...config })
  } catch (error) {
    if (codeOf(error)?.startsWith('ERR_PARSE_ARGS_') !== true) throw error
    throw usageFailure(sentenceOf(error as Error, Object.keys(config.options ?? {})), help)
  }
}

/** What the parser says is for whoever writes a program; two of its sentences mislead whoever types. */
function sentenceOf({ message }: Error, known: readonly string[]): string {
  if (/^Unknown option '-\d'/.test(message)) return 'No number may be below zero.'
  const [, unknown] = /^Unknown option '--([\w-]+)'/.exec(message) ?? []
  const meant = unknown === undefined ? undefined : nearestOf(unknown, known)
  if (meant !== undefined) return `There is no option --${unknown}: did you mean --${meant}?`
  const [, option] =
    /^Option '(?:-\w, )?(--[\w-]+).*' argument (?:is ambiguous|missing)/.exec(message) ?? []
  if (option !== undefined) return `${option} needs a value.`
  // The first sentence says what is wrong; those behind it are about details of the parser.
  const [sentence] = message.split(/\. |\n/)
  return `${(sentence ?? '').replace(/\.$/, '')}.`
}

/** A whole number within both limits; throws a `Failure` that names it. */
export function readNumber(
  name: string,
  text: string,
  { min, max, help }: { readonly min: number; readonly max: number; readonly help: string }
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (value >= min && value <= max) return value
  throw usageFailure(`${name} must be a whole number from ${min} to ${max}, not "${text}".`, help)
}
