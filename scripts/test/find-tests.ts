import { glob } from 'node:fs/promises'

const patterns = [
  'packages/*/test/**/*.test.ts',
  'services/*/test/**/*.test.ts',
  'scripts/test/**/*.test.ts',
  'bench/test/*.test.ts'
]

/** The files that hold tests; with `parts`, those whose path contains one of them. */
export async function findTests(parts: readonly string[]): Promise<readonly string[]> {
  const files = await Array.fromAsync(glob(patterns))
  const wanted = files.filter(file => parts.length === 0 || parts.some(part => file.includes(part)))
  return wanted.sort()
}
