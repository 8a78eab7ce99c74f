import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { InstanceView } from '../runtime/instance.ts'
import type { Supervisor } from '../runtime/supervisor.ts'

/**
 * Writes where the instances are, for services that look in a file (`DISCOVERY=file`): those that have
 * said that they are ready, and those that were told to stop. This is all that the launcher knows:
 * it sees a process die at once, and not one that hangs. The answer ends it.
 */
export function keepEndpoints(
  path: string,
  supervisor: Pick<Supervisor, 'programs' | 'views' | 'onChange'>
): () => void {
  const services = supervisor.programs
    .filter(({ needs }) => needs.includes('registry'))
    .map(({ service }) => service)
  let written = ''
  const write = (): void => {
    const text = endpointsText(services, supervisor.views())
    if (text === written) return
    writeWhole(path, text)
    written = text
  }
  mkdirSync(dirname(path), { recursive: true })
  write()
  return supervisor.onChange(write)
}

/** The file of `readDocument` in packages/shared. */
export function endpointsText(
  services: readonly string[],
  views: readonly Pick<InstanceView, 'id' | 'service' | 'version' | 'host' | 'port' | 'state'>[]
): string {
  const entries = services.map(service => {
    const known = views.filter(view => view.service === service)
    const present = known.filter(({ state }) => state === 'ready' || state === 'draining')
    return [
      service,
      present.map(({ id, host, port, version, state }) => {
        // The port makes it the id of one start: the next one has another.
        return { id: `${id}-${port}`, address: host, port, version, state, weight: 10 }
      })
    ]
  })
  return `${JSON.stringify({ services: Object.fromEntries(entries) }, undefined, 2)}\n`
}

/** Under another name first, so that nobody ever reads half of it. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}
