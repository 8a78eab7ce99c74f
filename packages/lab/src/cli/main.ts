import { codeOf, Failure } from '../runtime/failure.ts'

/** Runs a command; a failure is told in its own words, and everything ends with its exit code. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  process.exitCode = await command().catch(tell)
}

/** Writes what went wrong and answers the exit code. */
export function tell(error: unknown): number {
  const { message, exitCode } = toldOf(error)
  process.stderr.write(`${message}\n`)
  return exitCode
}

/** What a person reads of an error: a sentence for what we know, a stack for what is our bug. */
export function toldOf(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof Failure) return error
  const { stack, path = 'A file' } = error as { readonly stack?: string; readonly path?: string }
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failed('The disk is full: free some space, then run the command again.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failed(
        `${path} cannot be written: give this user the right to, then run the command again.`
      )
    default:
      return failed(stack ?? String(error))
  }
}

function failed(message: string): { readonly message: string; readonly exitCode: number } {
  return { message, exitCode: 1 }
}
