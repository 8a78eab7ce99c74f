import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awaitReady } from '../runtime/await-ready.ts'
import type { LabPlace } from '../runtime/environment.ts'
import type { LogFolder } from '../runtime/log-folder.ts'
import type { Supervisor } from '../runtime/supervisor.ts'

export type SeedOptions = {
  readonly root: string
  readonly place: LabPlace
  readonly supervisor: Supervisor
  readonly logs: LogFolder
  readonly signal: AbortSignal
  readonly onProgress: (text: string) => void
  /** Holds in words what is still to be done, as long as it is. */
  readonly unfinished: Set<string>
}

const readyMsMax = 90_000

/**
 * On the first start: fills the catalogue and makes the demo customer, each as soon as its service
 * is ready.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const { root, place, signal, onProgress } = options
  const { serviceSecret, demoPassword, staffToken } = place.secrets
  await Promise.all([
    once(options, { service: 'product', what: 'the catalogue' }, async url => {
      // Loaded only when needed: most starts find everything there.
      const { seedCatalogue } = await import('./seed-catalogue.ts')
      const tell = (line: string): void => onProgress(`filling the catalogue: ${line}`)
      await seedCatalogue({ root, url, staffToken, signal, onProgress: tell })
    }),
    once(options, { service: 'customer', what: 'the demo customer' }, async url => {
      const { seedCustomer } = await import('./seed-customer.ts')
      await seedCustomer({ url, serviceSecret, password: demoPassword, signal })
    })
  ])
}

/** The mark lies with the data: who removes the databases gets them filled again. */
async function once(
  { place, supervisor, logs, signal, unfinished }: SeedOptions,
  { service, what }: { readonly service: string; readonly what: string },
  work: (url: string) => Promise<void>
): Promise<void> {
  const mark = join(place.data, `seeded-${service}`)
  const isFirst = (id: string): boolean => id === `${service}-1`
  if (existsSync(mark) || !supervisor.views().some(({ id }) => isFirst(id))) return
  unfinished.add(what)
  const filter = ({ id }: { readonly id: string }): boolean => isFirst(id)
  await awaitReady(supervisor, { logs, signal, timeoutMs: readyMsMax, filter })
  const { host, port } = supervisor.instance(`${service}-1`).view()
  await work(`http://${host}:${port}`)
  writeFileSync(mark, `${new Date().toISOString()}\n`)
  unfinished.delete(what)
}
