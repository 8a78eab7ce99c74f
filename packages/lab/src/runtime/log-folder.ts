import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync
} from 'node:fs'
import { join } from 'node:path'

/** The files that the processes write to; in all they stay below a limit. */
export type LogFolder = {
  /** A descriptor that appends to the file of that name; the caller closes it. */
  open(name: string): number
  close(descriptor: number): void
  /** The last lines of a file, for a message that says why something failed. */
  tail(name: string, lines: number): readonly string[]
  path(name: string): string
  /** Moves what is too long to `NAME.1.log`, which it replaces. */
  limit(): void
}

/** A file, since a pipe that nobody reads would stop its writer. `bytesMax` is for all files together. */
export function createLogFolder(folder: string, bytesMax = 50 * 1024 * 1024): LogFolder {
  const path = (name: string): string => join(folder, `${name}.log`)
  return {
    open: name => openSync(path(name), 'a', 0o600),
    close: closeSync,
    tail: (name, lines) => tailOf(path(name), lines),
    path,
    limit() {
      try {
        limitFolder(folder, bytesMax)
      } catch {
        // A full disk or a folder that somebody has removed must not end the lab.
      }
    }
  }
}

const tailBytesMax = 64 * 1024

function limitFolder(folder: string, bytesMax: number): void {
  const files = readdirSync(folder).filter(name => /^[^.]+\.log$/.test(name))
  // Each has a predecessor of the same length.
  const most = bytesMax / 2 / Math.max(1, files.length)
  for (const name of files) {
    if (sizeOf(join(folder, name)) > most) rotate(join(folder, name))
  }
}

/** Its writer holds the file open, so it is copied and emptied rather than renamed. */
function rotate(file: string): void {
  try {
    copyFileSync(file, file.replace(/\.log$/, '.1.log'))
  } finally {
    // Where there is no room for a copy, there is room again after this.
    truncateSync(file)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function tailOf(file: string, lines: number): readonly string[] {
  try {
    const text = readFileSync(file).subarray(-tailBytesMax).toString('utf8')
    return text.trimEnd().split('\n').slice(-lines)
  } catch {
    return []
  }
}
