import { program } from './program.ts'

/** A line that a container has written. */
export type Line = {
  readonly time: string
  readonly instance?: string
  readonly msg?: string
  /** Of the instance that HAProxy has asked. */
  readonly address?: string
}

/** What the containers of a service have written in the last minute, as far as it is JSON. */
export async function linesOf(service: string): Promise<readonly Line[]> {
  const words = ['compose', 'logs', '--no-log-prefix', '--since', '1m', service]
  const text = await program('docker', words)
  return text.split('\n').flatMap(line => {
    try {
      return [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}
