import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signalGroup } from './child.ts'
import { identityOf, isAlive, readIdentity, type ProcessIdentity } from './process-identity.ts'

const name = 'processes.json'

/**
 * Notes in the lab's folder which processes run, for the case that the launcher is killed and one
 * of them stays.
 */
export function createProcessNotes(home: string): (pids: readonly number[]) => void {
  const known = new Map<number, ProcessIdentity>()
  return pids => {
    const news = pids.filter(pid => !known.has(pid))
    const gone = [...known.keys()].filter(pid => !pids.includes(pid))
    if (news.length + gone.length === 0) return
    for (const pid of gone) known.delete(pid)
    for (const identity of news.flatMap(pid => identityOf(pid) ?? []))
      known.set(identity.pid, identity)
    try {
      writeFileSync(join(home, name), JSON.stringify([...known.values()]))
    } catch {
      // A full disk or a folder that somebody has removed must not end the lab; the note is for emergencies.
    }
  }
}

/** Kills what an earlier launcher left behind: it would hold ports and write to the databases. */
export async function killLeftovers(home: string): Promise<void> {
  const left = readNotes(join(home, name)).filter(isAlive)
  for (const { pid } of left) signalGroup(pid, 'SIGKILL')
  for (let waits = 0; left.some(isAlive) && waits < waitsMax; waits++) await sleep(waitMs)
  rmSync(join(home, name), { force: true })
}

const waitMs = 20
const waitsMax = 100

/**
 * Notes in the checkout that the lab uses the installed packages, so that `scripts/node.mjs` does
 * not install others meanwhile. Answers what takes the note away.
 */
export function noteLab(root: string): () => void {
  const folder = join(root, '.runtime', 'running')
  const file = join(folder, `${process.pid}.json`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify({ ...identityOf(process.pid), what: 'the lab' }))
  return () => rmSync(file, { force: true })
}

function readNotes(file: string): readonly ProcessIdentity[] {
  try {
    const notes: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(notes) ? notes.flatMap(note => readIdentity(note) ?? []) : []
  } catch {
    return []
  }
}
