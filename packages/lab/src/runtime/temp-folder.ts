import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for the time of one command. */
export type TempFolder = {
  readonly path: string
  remove(): void
}

/**
 * It goes with this process, however that ends: a shell of its own waits for the end of a pipe that
 * the system closes even after a kill with -9, and removes what is there. It does so more than
 * once, since the processes that write there notice within a second only.
 */
export function createTempFolder(prefix: string): TempFolder {
  // Named before it is made, so that there is no moment at which nobody would remove it.
  const path = join(tmpdir(), `${prefix}${randomUUID().slice(0, 8)}`)
  const watcher = spawn('sh', ['-c', removal, 'sh', path], {
    cwd: '/',
    // Neither a Ctrl-C nor the end of the process group is for it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  // Without a shell the folder stays after a kill, and nothing else is amiss.
  watcher.on('error', () => undefined)
  watcher.stdin.on('error', () => undefined)
  watcher.unref()
  // A pipe to a child is a socket, which would keep this process alive.
  ;(watcher.stdin as Socket).unref()
  mkdirSync(path, { mode: 0o700 })
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 })
      watcher.kill('SIGKILL')
    }
  }
}

const removal = 'read -r _; for _ in 1 2 3; do sleep 1; rm -rf -- "$1"; done'
