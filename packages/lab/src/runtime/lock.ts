import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf, Failure } from './failure.ts'
import { identityOf, isAlive, readIdentity, type ProcessIdentity } from './process-identity.ts'

/**
 * Takes `file` as the sign that this process owns its folder and answers what gives it back. A lock
 * whose process is gone is taken over. Throws a `Failure` when another process owns it.
 */
export function takeLock(file: string): () => void {
  const own = identityOf(process.pid)
  if (own === undefined) throw new Failure('This system does not tell when a process was started.')
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    if (tryToTake(file, own)) return () => release(file, own)
    const owner = lockOwner(file)
    if (owner !== undefined) {
      throw new Failure(
        `${file} says that the lab of process ${owner.pid} uses this folder: stop it (npm run ` +
          `lab -- down) or choose ` +
          'another folder with --data DIR.'
      )
    }
    removeStale(file)
  }
  throw new Failure(`${file} could not be taken: remove it, then start again.`)
}

/** The living process that owns `file`, if any. */
export function lockOwner(file: string): ProcessIdentity | undefined {
  const owner = readLock(file)
  return owner !== undefined && isAlive(owner) ? owner : undefined
}

const attemptsMax = 20

/** A link appears with its content or not at all, and fails where one is. */
function tryToTake(file: string, own: ProcessIdentity): boolean {
  const fresh = `${file}-${own.pid}`
  writeFileSync(fresh, JSON.stringify(own), { mode: 0o600 })
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Moved aside and looked at again, since another process may have taken over meanwhile. */
function removeStale(file: string): void {
  const moved = `${file}-stale-${process.pid}`
  try {
    renameSync(file, moved)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const owner = readLock(moved)
  if (owner === undefined || !isAlive(owner)) rmSync(moved, { force: true })
  else renameSync(moved, file)
}

function release(file: string, own: ProcessIdentity): void {
  if (readLock(file)?.pid === own.pid) rmSync(file, { force: true })
}

function readLock(file: string): ProcessIdentity | undefined {
  try {
    return readIdentity(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
