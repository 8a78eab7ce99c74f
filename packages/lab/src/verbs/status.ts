import { styleText } from 'node:util'
import type { FullStatus, InstanceStatus, Status } from '../control/status.ts'
import { age, table } from '../cli/table.ts'
import type { Verb } from './verb.ts'

export const status: Verb = {
  name: 'status',
  words: '[--json]',
  summary: 'what runs, where and how it is',
  help: `Shows every process and every instance, as the launcher and the registry see them.

  ready      takes requests               starting   not yet
  draining   finishes what it has         failing    does not answer, or died and is about to be started again
  stopped    by a verb, until scale       gone       killed by a verb, until scale

  RESTARTS counts how often it was started again after it died by itself. FAULT, while there is one,
  tells what slow, hang or cut has put between an instance and its callers.
  --json   prints {shop, launcher, instances, backing}, with times in epoch milliseconds`,
  wordsMin: 0,
  wordsMax: 0,
  options: { json: { type: 'boolean' } },
  async run({ control, print, isTerminal }, { options }) {
    const full = await control().status()
    print(
      options['json'] === true
        ? JSON.stringify(published(full), undefined, 2)
        : statusText(full, { now: Date.now(), isColored: isTerminal })
    )
    return 0
  }
}

function published({ shop, launcher, instances, backing }: FullStatus): Status {
  return { shop, launcher, instances, backing }
}

const columns = ['INSTANCE', 'STATE', 'PID', 'ADDRESS', 'VERSION', 'SINCE', 'RESTARTS']
/** Only where there is one: on most days the table stays as narrow as it was. */
const faultColumn = 'FAULT'

/** The table; `now` is the time to count ages from. */
export function statusText(
  full: FullStatus,
  { now, isColored }: { readonly now: number; readonly isColored: boolean }
): string {
  const { shop, launcher, instances, processes, backing } = full
  const rows = [...instances, ...processes].map(instance => rowOf(instance, now))
  const hasFault = instances.some(({ fault }) => fault !== undefined)
  const shown = hasFault ? [...columns, faultColumn] : columns
  const text = table(rows, { columns: shown, right: ['PID', 'RESTARTS'] })
  const own = backing
    .filter(({ kind }) => kind === 'own')
    .map(({ name, url }) => `${name.padEnd(9)} ${url} (yours)`)
  const head = `${shop}  (launcher: process ${launcher.pid})`
  return [head, '', isColored ? painted(text) : text, ...own].join('\n')
}

function rowOf(instance: InstanceStatus, now: number): Readonly<Record<string, string>> {
  const { id, state, pid, host, port, version, startedAt, restarts, fault = '-' } = instance
  return {
    INSTANCE: id,
    STATE: state,
    PID: pid === null ? '-' : String(pid),
    ADDRESS: `${host}:${port}`,
    VERSION: version,
    SINCE: startedAt === null ? '-' : age(now - startedAt),
    RESTARTS: restarts === 0 ? '-' : String(restarts),
    [faultColumn]: fault
  }
}

function painted(text: string): string {
  return text
    .replace(/(?<=^\S+ +)ready\b/gm, word => styleText('green', word))
    .replace(/(?<=^\S+ +)(starting|draining)\b/gm, word => styleText('yellow', word))
    .replace(/(?<=^\S+ +)(failing|gone|stopped)\b/gm, word => styleText('red', word))
}
