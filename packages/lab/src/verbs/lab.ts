import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createControlClient } from '../control/client.ts'
import { findControl } from '../control/note.ts'
import { lockFileOf, removeDataFolder } from '../runtime/data-folder.ts'
import { Failure } from '../runtime/failure.ts'
import { lockOwner } from '../runtime/lock.ts'
import { isAlive } from '../runtime/process-identity.ts'
import type { Verb } from './verb.ts'

const endMsMax = 10_000
const pollMs = 50

export const down: Verb = {
  name: 'down',
  words: '',
  summary: 'end the lab',
  help: 'Ends every process, as Ctrl-C does where the lab was started. The data stays.',
  wordsMin: 0,
  wordsMax: 0,
  options: {},
  async run({ home, print }) {
    print((await endLab(home)) ? 'The lab has ended.' : `No lab is running in ${home}.`)
    return 0
  }
}

export const reset: Verb = {
  name: 'reset',
  words: '',
  summary: 'end the lab and forget its data',
  help: `Ends the lab if it runs and removes its folder: customers, carts, orders, secrets, logs. The
next start is a first one.`,
  wordsMin: 0,
  wordsMax: 0,
  options: {},
  async run({ home, print }) {
    await endLab(home)
    if (existsSync(home)) removeDataFolder(home)
    print(`${home} is gone; the next start begins anew.`)
    return 0
  }
}

/** Answers whether there was one. */
async function endLab(home: string): Promise<boolean> {
  const owner = lockOwner(lockFileOf(home))
  if (owner === undefined) return false
  const note = findControl(home)
  // While it starts it has no note yet; a signal does the same.
  if (note === undefined) process.kill(owner.pid, 'SIGTERM')
  else await createControlClient(note).down()
  const end = Date.now() + endMsMax
  // It gives the lock back a little before it ends.
  while (isAlive(owner)) {
    if (Date.now() > end) {
      throw new Failure(
        `The launcher (process ${owner.pid}) does not end: kill -9 ${owner.pid}, and the rest ends with it.`
      )
    }
    await sleep(pollMs)
  }
  return true
}
