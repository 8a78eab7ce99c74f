import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, Failure } from './failure.ts'
import { takeLock } from './lock.ts'

/** The lab's folder, which this process owns until `release`. All paths are absolute. */
export type DataFolder = {
  readonly home: string
  readonly data: string
  readonly secrets: string
  readonly logs: string
  release(): void
}

/** What turns a folder of format n into one of format n + 1; the first stands for n = 1. */
export type Migration = (home: string) => void

const migrations: readonly Migration[] = []
/** What a start and a short visit write. With less, services fail in ways that do not name the disk. */
const freeBytesMin = 32 * 1024 * 1024
const lockName = 'lock'
const formatName = 'format'

export function lockFileOf(home: string): string {
  return join(home, lockName)
}

/**
 * Opens the lab's folder, makes it when there is none, and brings it to the format of this program;
 * `fresh` forgets what it holds. Throws a `Failure` when it cannot be written, is in use, is newer
 * than this program or holds something else.
 */
export function openDataFolder(
  home: string,
  options: { readonly fresh?: boolean; readonly migrations?: readonly Migration[] } = {}
): DataFolder {
  const known = options.migrations ?? migrations
  return told(home, () => {
    makeFolder(home)
    refuseForeign(home)
    const unlock = takeLock(lockFileOf(home))
    try {
      if (options.fresh === true) empty(home)
      migrate(home, known)
      const folders = makeFolders(home)
      refuseForbidden(home)
      return { ...folders, release: unlock }
    } catch (error) {
      unlock()
      throw error
    }
  })
}

/** Throws a `Failure` when the disk of the lab's folder has no room for what a start writes. */
export function refuseFullDisk(home: string, freeBytes = freeBytesOf): void {
  if (freeBytes(home) < freeBytesMin) throw new Failure(`${home} ${adviceFor('ENOSPC')}`)
}

/** Without limit where the file system does not say. */
function freeBytesOf(folder: string): number {
  const { bavail, bsize, blocks } = statfsSync(folder)
  return blocks === 0 ? Infinity : bavail * bsize
}

/** Forgets all that the lab's folder holds. Throws a `Failure` when it is in use or holds something else. */
export function removeDataFolder(home: string): void {
  const folder = openDataFolder(home, { fresh: true })
  folder.release()
  rmSync(home, { recursive: true, force: true })
}

function makeFolders(home: string): Omit<DataFolder, 'release'> {
  const folders = {
    data: join(home, 'data'),
    secrets: join(home, 'secrets'),
    logs: join(home, 'logs')
  }
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { home, ...folders }
}

/**
 * Step by step: Node's own `recursive` never returns where a file system makes no folders, and
 * hides the reason.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/** A start by another user, such as root, leaves files that would stop one service or another. */
function refuseForbidden(home: string): void {
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    const toEnter = entry.isDirectory() ? constants.X_OK : 0
    try {
      accessSync(join(entry.parentPath, entry.name), constants.R_OK | constants.W_OK | toEnter)
    } catch (error) {
      // What an earlier lab has left may be about to end and take its files with it.
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}

/** What is emptied later must be a lab's folder: a wrong --data must not cost anybody a home folder. */
function refuseForeign(home: string): void {
  const names = readdirSync(home).filter(name => !name.startsWith(lockName))
  if (names.length === 0 || names.includes(formatName)) return
  throw new Failure(
    `${home} holds something else than a lab's data: choose another folder with --data DIR.`
  )
}

function empty(home: string): void {
  for (const name of readdirSync(home)) {
    if (name !== lockName) rmSync(join(home, name), { recursive: true, force: true })
  }
}

function migrate(home: string, known: readonly Migration[]): void {
  const current = known.length + 1
  const format = readFormat(home) ?? current
  if (format > current) {
    throw new Failure(
      `${home} was written by a newer Microzon (format ${format}, this one knows up to ` +
        `${current}): update, or forget ` +
        'the data with --fresh.'
    )
  }
  for (let step = format; step < current; step++) {
    known[step - 1]?.(home)
    writeFormat(home, step + 1)
  }
  if (readFormat(home) === undefined) writeFormat(home, current)
}

function readFormat(home: string): number | undefined {
  try {
    const text = readFileSync(join(home, formatName), 'utf8').trim()
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  throw new Failure(
    `${join(home, formatName)} holds no format number: forget the data with --fresh.`
  )
}

function writeFormat(home: string, format: number): void {
  const file = join(home, formatName)
  writeFileSync(`${file}.new`, `${format}\n`)
  renameSync(`${file}.new`, file)
}

function told<T>(home: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const advice = adviceFor(codeOf(error))
    if (advice === undefined) throw error
    const { path = home } = error as { readonly path?: string }
    throw new Failure(`${path} ${advice}`, { cause: error })
  }
}

function adviceFor(code: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // The answer of file systems that make no folders at all, such as /proc.
    case 'ENOENT':
      return 'cannot be written: give this user the right to, or choose another folder with --data DIR.'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'is no folder: choose another one with --data DIR.'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'cannot be written because the disk is full: free some space, then start again.'
    default:
      return undefined
  }
}
