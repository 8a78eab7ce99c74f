import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createInterface } from 'node:readline'
import { Failure } from '../runtime/failure.ts'

const timeoutMs = 5 * 60_000

/**
 * Loads the shop's own catalogue by the program that everybody can use for it. What an earlier try
 * that was cut off has left is completed. `onProgress` gets each line that it prints. Throws a
 * `Failure` with its last line when it fails.
 */
export function seedCatalogue(options: {
  readonly root: string
  readonly url: string
  readonly staffToken: string
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
}): Promise<void> {
  const { root, url, staffToken, signal, onProgress } = options
  const endWithUs = pathToFileURL(join(root, 'scripts', 'node', 'end-with-parent.mjs')).href
  const populate = join(root, 'packages', 'lab', 'src', 'populate.ts')
  const catalogue = join(root, 'services', 'product', 'catalogue')
  const files = readdirSync(catalogue)
    .filter(name => name.endsWith('.ndjson'))
    .map(name => join(catalogue, name))
  const child = spawn(process.execPath, ['--import', endWithUs, populate, '--url', url, ...files], {
    cwd: root,
    env: { ...process.env, STAFF_TOKEN: staffToken },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    signal
  })
  let last = 'it printed nothing'
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', line => {
      if (line.trim() === '') return
      last = line.trim().slice(0, 300)
      onProgress(last)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new Failure(`The catalogue could not be filled: ${last}`))
    })
  })
}
