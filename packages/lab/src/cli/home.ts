import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../runtime/environment.ts'

/** The checkout that this program belongs to. */
export const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..', '..', '..')

/** The lab's folder: `--data`, else `MICROZON_HOME`, else `.lab` in the checkout. Absolute. */
export function homeOf(data: string | undefined, env: Environment): string {
  return resolve(data ?? (env['MICROZON_HOME'] || join(root, '.lab')))
}
