import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockFileOf } from '../runtime/data-folder.ts'
import { Failure } from '../runtime/failure.ts'
import { parseJson } from '../runtime/http-call.ts'
import { lockOwner } from '../runtime/lock.ts'

/** How the verbs find the lab that runs; only this user may read it. */
export type ControlNote = {
  readonly pid: number
  readonly url: string
  readonly token: string
  readonly shop: string
  readonly tracesUrl: string
  readonly logsUrl: string
}

const name = 'control.json'

/** Writes the note into the lab's folder; the answer takes it away. */
export function noteControl(home: string, note: ControlNote): () => void {
  const file = join(home, name)
  writeFileSync(`${file}.new`, JSON.stringify(note), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return () => rmSync(file, { force: true })
}

/** The note of the lab that runs in `home`, or nothing when none does. */
export function findControl(home: string): ControlNote | undefined {
  const owner = lockOwner(lockFileOf(home))
  const note = owner === undefined ? undefined : readNote(join(home, name))
  return note?.pid === owner?.pid ? note : undefined
}

/** Throws a `Failure` when no lab runs in `home`. */
export function requireControl(home: string): ControlNote {
  const note = findControl(home)
  if (note !== undefined) return note
  throw new Failure(`No lab is running in ${home}: start it with npm start.`)
}

function readNote(file: string): ControlNote | undefined {
  try {
    const note = parseJson(readFileSync(file, 'utf8')) as Partial<ControlNote> | null | undefined
    const texts = [note?.url, note?.token, note?.shop, note?.tracesUrl, note?.logsUrl]
    const isWhole = typeof note?.pid === 'number' && texts.every(text => typeof text === 'string')
    return isWhole ? (note as ControlNote) : undefined
  } catch {
    return undefined
  }
}
