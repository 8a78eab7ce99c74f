import { httpCall } from './http-call.ts'
import type { RegistryEntry } from './registry-view.ts'

/** Processes that the user runs himself, in a debugger for example, and that count as instances. */
export type Externals = {
  views(): readonly ExternalView[]
  add(service: string, port: number): ExternalView
  /** Answers whether there was one. */
  remove(service: string, port: number): Promise<boolean>
  /** Looks at all of them once; called every second. */
  reconcile(): Promise<void>
}

export type ExternalView = {
  readonly id: string
  readonly service: string
  readonly port: number
  readonly since: number
}

type External = ExternalView & { isOurs: boolean; absences: number }

export type ExternalsOptions = {
  readonly registryUrl: string
  readonly labId: string
  readonly version: string
  /** What the registry holds of a service; nothing when it does not answer. */
  readonly read: (service: string) => Promise<readonly RegistryEntry[] | undefined>
  readonly clock: () => number
}

const callMs = 1_000
/** A service of ours registers itself. We do it only for what has been absent at so many looks. */
const absencesMax = 2

export function createExternals(options: ExternalsOptions): Externals {
  const known = new Map<string, External>()
  return {
    views: () =>
      [...known.values()].map(({ id, service, port, since }) => ({ id, service, port, since })),
    add(service, port) {
      const id = idOf(service, port)
      const external = known.get(id) ?? {
        id,
        service,
        port,
        since: options.clock(),
        isOurs: false,
        absences: 0
      }
      known.set(id, external)
      return external
    },
    async remove(service, port) {
      const external = known.get(idOf(service, port))
      if (external === undefined) return false
      known.delete(external.id)
      if (external.isOurs) await deregister(external, options)
      return true
    },
    async reconcile() {
      await Promise.all([...known.values()].map(external => look(external, options)))
    }
  }
}

function idOf(service: string, port: number): string {
  return `${service}-external-${port}`
}

async function look(external: External, options: ExternalsOptions): Promise<void> {
  const entries = await options.read(external.service)
  if (entries === undefined) return
  const here = entries.filter(entry => entry.port === external.port)
  const isThere = here.some(entry => entry.id === external.id)
  const registersItself = here.some(entry => entry.id !== external.id)
  if (registersItself) {
    // Twice in the registry it would get twice its share.
    if (isThere) await deregister(external, options)
    external.isOurs = false
    external.absences = 0
    return
  }
  if (isThere || !(await answers(external.port))) return
  external.absences++
  if (external.absences < absencesMax) return
  await register(external, options)
  external.isOurs = true
}

async function answers(port: number): Promise<boolean> {
  return httpCall({ url: `http://127.0.0.1:${port}/readyz`, timeoutMs: callMs }).then(
    () => true,
    () => false
  )
}

async function register({ id, service, port }: External, options: ExternalsOptions): Promise<void> {
  const { registryUrl, labId, version } = options
  const body = {
    ID: id,
    Name: service,
    Address: '127.0.0.1',
    Port: port,
    // By which DNS tells the instances of a lab; services give it themselves (`labTag`).
    Tags: [`lab-${labId}`],
    Meta: { version, lab: labId, instance: id },
    Check: {
      CheckID: `ready:${id}`,
      Name: 'ready',
      HTTP: `http://127.0.0.1:${port}/readyz`,
      Interval: '1000ms',
      Timeout: '500ms'
    }
  }
  const url = `${registryUrl}/v1/agent/service/register?replace-existing-checks=true`
  await httpCall({ url, method: 'PUT', body, timeoutMs: callMs }).catch(() => undefined)
}

async function deregister({ id }: External, { registryUrl }: ExternalsOptions): Promise<void> {
  const url = `${registryUrl}/v1/agent/service/deregister/${encodeURIComponent(id)}`
  await httpCall({ url, method: 'PUT', timeoutMs: callMs }).catch(() => undefined)
}
