import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awaitReady } from '../runtime/await-ready.ts'
import type { LabPlace } from '../runtime/environment.ts'
import type { LogFolder } from '../runtime/log-folder.ts'
import type { Supervisor } from '../runtime/supervisor.ts'

export type SeedOptions = {
  readonly root: string
  readonly home: string
  readonly place: LabPlace
  readonly supervisor: Supervisor
  readonly logs: LogFolder
  readonly signal: AbortSignal
  readonly onProgress: (text: string) => void
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
    once(options, 'product', async url => {
      // Loaded only when needed: most starts find everything there.
      const { seedCatalogue } = await import('./seed-catalogue.ts')
      const tell = (line: string): void => onProgress(`filling the catalogue: ${line}`)
      await seedCatalogue({ root, url, staffToken, signal, onProgress: tell })
    }),
    once(options, 'customer', async url => {
      const { seedCustomer } = await import('./seed-customer.ts')
      await seedCustomer({ url, serviceSecret, password: demoPassword, signal })
    })
  ])
}

async function once(
  { home, supervisor, logs, signal }: SeedOptions,
  service: string,
  work: (url: string) => Promise<void>
): Promise<void> {
  const mark = join(home, `seeded-${service}`)
  const isFirst = (id: string): boolean => id === `${service}-1`
  if (existsSync(mark) || !supervisor.views().some(({ id }) => isFirst(id))) return
  const filter = ({ id }: { readonly id: string }): boolean => isFirst(id)
  await awaitReady(supervisor, { logs, signal, timeoutMs: readyMsMax, filter })
  const { host, port } = supervisor.instance(`${service}-1`).view()
  await work(`http://${host}:${port}`)
  writeFileSync(mark, `${new Date().toISOString()}\n`)
}
