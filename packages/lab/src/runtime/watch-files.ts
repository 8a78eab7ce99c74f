import { existsSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Program } from './programs.ts'
import type { Supervisor } from './supervisor.ts'

const settleMs = 150

/**
 * Restarts the instances of a service when one of its files changes, and all when packages/shared
 * does. An editor writes a file in several steps, so it waits until there is quiet. The answer ends
 * it.
 */
export function watchFiles(root: string, supervisor: Supervisor): () => void {
  const shared = join(root, 'packages', 'shared', 'src')
  const all = supervisor.programs.map(({ service }) => service)
  const folders = supervisor.programs.map(
    program => [folderOf(root, program), [program.service]] as const
  )
  const watchers = [...folders, [shared, all] as const]
    .filter(([folder]) => existsSync(folder))
    .map(([folder, services]) => watchFolder(folder, () => restart(supervisor, services)))
  return () => watchers.forEach(close => close())
}

function folderOf(root: string, { entry }: Program): string {
  return dirname(resolve(root, entry))
}

function watchFolder(folder: string, onQuiet: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(folder, { recursive: true }, (_event, name) => {
    if (name !== null && isTemporary(name)) return
    clearTimeout(timer)
    timer = setTimeout(onQuiet, settleMs)
  })
  // A folder that is removed ends its watch, and no more.
  watcher.on('error', () => undefined)
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}

function isTemporary(name: string): boolean {
  return /(~|\.sw[a-z]|\.tmp)$|(^|\/)[.#]/.test(name)
}

function restart(supervisor: Supervisor, services: readonly string[]): void {
  for (const { id, service } of supervisor.views()) {
    if (services.includes(service))
      void supervisor
        .instance(id)
        .restart()
        .catch(() => undefined)
  }
}
