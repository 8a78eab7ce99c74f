import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { startOf } from './processes.mjs'
import { startProgress } from './progress.mjs'

const waitMs = 200
const waitMaxMs = 20 * 60_000

/**
 * Runs `work` while no other run in this checkout does: two npm scripts that are started at once
 * must not install over each other. Waits for the other one, visibly; a lock whose owner is gone is
 * taken over.
 */
export async function withLock(root, work) {
  const folder = join(root, '.runtime', 'lock')
  makeFolder(join(root, '.runtime'))
  await acquire(folder)
  const release = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

/** Not `recursive`: on a read-only disk that answers ENOENT, which tells a person nothing. */
function makeFolder(folder) {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}

async function acquire(folder) {
  const until = Date.now() + waitMaxMs
  let progress
  try {
    while (!tryToTake(folder)) {
      const owner = ownerOf(folder)
      if (owner && !isAlive(owner)) {
        removeStale(folder, owner)
        continue
      }
      if (Date.now() > until) {
        throw new Failure(
          `Another run in this checkout (process ${owner ? owner.pid : 'unknown'}) has been ` +
            `installing for too long: ` +
            'stop it, then run the command again.'
        )
      }
      if (!progress && owner) {
        progress = startProgress(
          `Waiting for another run (process ${owner.pid}) to finish installing`
        )
      }
      await new Promise(resolve => setTimeout(resolve, waitMs))
    }
  } finally {
    if (progress) progress.stop()
  }
}

/**
 * The folder comes into being with its owner inside, by one rename, which fails when there is a
 * lock already.
 */
function tryToTake(folder) {
  const fresh = `${folder}-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  writeFileSync(
    join(fresh, 'owner'),
    JSON.stringify({ pid: process.pid, start: startOf(process.pid) })
  )
  try {
    renameSync(fresh, folder)
    return true
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false
    throw error
  }
}

function ownerOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'owner'), 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive({ pid, start }) {
  return start !== undefined && startOf(pid) === start
}

/** Moved away before it is removed, and looked at again: another run may have taken over first. */
function removeStale(folder, stale) {
  const moved = `${folder}-stale-${process.pid}`
  try {
    renameSync(folder, moved)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  const owner = ownerOf(moved)
  if (owner && (owner.pid !== stale.pid || owner.start !== stale.start)) {
    try {
      renameSync(moved, folder)
      return
    } catch {
      // A third run holds the lock by now; the one that was moved notices nothing, as it is nearly
      // impossible.
    }
  }
  rmSync(moved, { recursive: true, force: true })
}
