import type { ControlClient } from '../control/client.ts'
import { createControlClient } from '../control/client.ts'
import { requireControl, type ControlNote } from '../control/note.ts'
import { usageFailure } from '../cli/arguments.ts'

/**
 * What a verb can reach. Nothing of it is looked up before it is asked for: some verbs work without
 * a running lab.
 */
export type VerbContext = {
  /** The lab's folder. */
  readonly home: string
  readonly print: (text: string) => void
  /** Whether the answer goes to a person's terminal. */
  readonly isTerminal: boolean
  /** Of the running lab; throws a `Failure` when there is none. */
  note(): ControlNote
  control(): ControlClient
  /** Aborted by Ctrl-C, for verbs that go on until then. */
  readonly signal: AbortSignal
}

export type VerbOptions = Readonly<Record<string, string | boolean | undefined>>

/** One verb of `npm run lab`. */
export type Verb = {
  readonly name: string
  /** Behind the name, such as `SERVICE N`. */
  readonly words: string
  readonly summary: string
  /** What `help VERB` prints below the usage. */
  readonly help: string
  readonly wordsMin: number
  readonly wordsMax: number
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** Answers the exit code. */
  readonly run: (
    context: VerbContext,
    given: { readonly words: readonly string[]; readonly options: VerbOptions }
  ) => Promise<number>
}

export function createContext(
  base: Pick<VerbContext, 'home' | 'print' | 'isTerminal' | 'signal'>
): VerbContext {
  const note = (): ControlNote => requireControl(base.home)
  return { ...base, note, control: () => createControlClient(note()) }
}

/** Where the help of a verb is. */
export function helpOf(name: string): string {
  return `npm run lab -- help ${name}`
}

/** A word that must be there: the number of words has been checked. */
export function wordAt(words: readonly string[], index: number): string {
  const word = words[index]
  if (word === undefined) throw usageFailure('A word is missing.', 'npm run lab -- help')
  return word
}

/** The value of an option that takes one. */
export function textOf(options: VerbOptions, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
