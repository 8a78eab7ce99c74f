import { codeOf, Failure } from '../runtime/failure.ts'

/** Runs a command; a failure is told in its own words, and everything ends with its exit code. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  process.exitCode = await command().catch(tell)
}

/**
 * Writes what went wrong and answers the exit code: a sentence for what we know, a stack for what
 * is our bug.
 */
export function tell(error: unknown): number {
  const { stderr } = process
  if (error instanceof Failure) {
    stderr.write(`${error.message}\n`)
    return error.exitCode
  }
  if (codeOf(error) === 'ENOSPC') {
    stderr.write('The disk is full: free some space, then run the command again.\n')
    return 1
  }
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
