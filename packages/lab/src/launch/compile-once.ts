import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileCacheOf } from '../runtime/environment.ts'

export type CompileOptions = {
  /** The checkout. */
  readonly root: string
  readonly signal: AbortSignal
  readonly onProgress: (text: string) => void
}

const timeoutMs = 60_000

/**
 * Lets one process load every module, if the compile cache is empty or of other packages. Without
 * it every service of a first start writes the same two thousand files right after it is ready,
 * and hears nothing meanwhile: for half a minute where the disk is busy. Failing is no harm.
 */
export async function compileOnce({ root, signal, onProgress }: CompileOptions): Promise<void> {
  const cache = getCompileCacheDir()
  if (cache === undefined) return
  const mark = join(cache, 'compiled')
  const packages = textOf(join(root, 'node_modules', '.microzon-lock'))
  if (existsSync(mark) && textOf(mark) === packages) return
  onProgress('compiling the programs')
  if (!(await compiles({ root, signal }))) return
  try {
    writeFileSync(mark, packages)
  } catch {
    // It is done again at the next start.
  }
}

function compiles({ root, signal }: Pick<CompileOptions, 'root' | 'signal'>): Promise<boolean> {
  const lab = join(import.meta.dirname, '..')
  const preload = join(lab, '..', '..', '..', 'scripts', 'node', 'end-with-parent.mjs')
  const program = join(lab, 'compose', 'compile.ts')
  const child = spawn(process.execPath, ['--import', pathToFileURL(preload).href, program], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: compileCacheOf(root) },
    stdio: 'ignore',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    signal
  })
  return new Promise(resolve => {
    child.once('error', () => resolve(false))
    child.once('close', code => resolve(code === 0))
  })
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
