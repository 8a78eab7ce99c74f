import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOf } from './processes.mjs'

/**
 * Notes in .runtime/running/ that this process uses the installed packages; the lab, which can
 * outlive its npm script, writes such a note as well. Returns what takes the note away; one that
 * stays behind is recognised by its start time.
 */
export function markRunning(root, what) {
  const file = join(folderOf(root), `${process.pid}.json`)
  mkdirSync(folderOf(root), { recursive: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, start: startOf(process.pid), what }))
  return () => rmSync(file, { force: true })
}

/** The other processes that use the installed packages at this moment: [{pid, start, what}]. */
export function runningPrograms(root) {
  return namesIn(folderOf(root)).flatMap(name => {
    const file = join(folderOf(root), name)
    const note = read(file)
    if (note && note.pid === process.pid) return []
    if (note && note.start !== undefined && startOf(note.pid) === note.start) return [note]
    rmSync(file, { force: true })
    return []
  })
}

function folderOf(root) {
  return join(root, '.runtime', 'running')
}

function namesIn(folder) {
  try {
    return readdirSync(folder).filter(name => /^\d+\.json$/.test(name))
  } catch {
    return []
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
