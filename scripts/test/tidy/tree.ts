import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the repository. `path` is relative to its root, with slashes. */
export type SourceFile = { readonly path: string; readonly text: string }

const root = join(import.meta.dirname, '..', '..', '..')

/**
 * The text files that git tracks and that exist; built and fetched ones are none of them. Throws where git
 * is missing.
 */
export function readTree(): readonly SourceFile[] {
  const listing = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  return listing
    .split('\0')
    .filter(path => path !== '' && existsSync(join(root, path)))
    .map(path => ({ path, bytes: readFileSync(join(root, path)) }))
    .filter(({ bytes }) => !bytes.includes(0))
    .map(({ path, bytes }) => ({ path, text: bytes.toString('utf8') }))
}

/** Ours and executable: no data, no documents, nothing that somebody else wrote. */
export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|mjs|js|css)$/.test(path) && !path.includes('/vendor/')
}

export function isTest({ path }: SourceFile): boolean {
  return /(^|\/)(test|e2e)\//.test(path) || path.endsWith('.test.ts')
}
