import { setTimeout as sleep } from 'node:timers/promises'
import type { LabPlace } from '../runtime/environment.ts'
import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson } from '../runtime/http-call.ts'
import type { InstanceView } from '../runtime/instance.ts'
import type { Ports } from '../runtime/ports.ts'
import { moveRegistration } from '../runtime/move-registration.ts'
import type { RegistryEntry } from '../runtime/registry-view.ts'
import type { Supervisor } from '../runtime/supervisor.ts'
import { faultText, noFault, type Fault } from '../proxy/fault.ts'
import type { InstanceStatus } from './status.ts'

/** What is wrong between instances and their callers. */
export type Faults = {
  /** Starts the proxy where none runs. Throws a `Failure` when it cannot stand there. */
  set(instance: string, fault: Fault): Promise<void>
  /** Of all, where no instance is named; answers which had a fault. */
  heal(instance: string | undefined): Promise<readonly string[]>
  /** An entry of the registry with the port that the process itself has. */
  seenThrough(entry: RegistryEntry): RegistryEntry
  /** Adds what is wrong on the way to an instance. */
  told(instance: InstanceStatus, entries: readonly RegistryEntry[] | undefined): InstanceStatus
}

export type FaultsParts = {
  readonly supervisor: Supervisor
  readonly place: LabPlace
  readonly ports: Ports
}

/** The proxy's port for an instance, as long as the process behind it is the same. */
type Detour = { readonly port: number; readonly target: number; fault: Fault }

const proxyReadyMsMax = 15_000
const callMs = 3_000

/**
 * Registers an instance under a port of the proxy, with the same id, so that whoever watches the
 * registry goes that way; its check still asks the process itself. It lasts until it is healed, or
 * until the process registers anew.
 */
export function createFaults({ supervisor, place, ports }: FaultsParts): Faults {
  const detours = new Map<string, Detour>()
  const detourTo = (view: InstanceView): Detour | undefined => {
    const detour = detours.get(view.id)
    return detour?.target === view.port ? detour : undefined
  }
  const move = (view: InstanceView, port: number): Promise<void> =>
    moveRegistration(place, { instance: view.id, service: view.service, port })
  return {
    async set(id, fault) {
      if (place.discovery === 'file') {
        throw new Failure('Services find each other in a file here, and no proxy in it.')
      }
      const view = reachable(supervisor, id)
      const command = createProxyCommand(await proxyPort(supervisor), place.controlToken)
      const known = detourTo(view)
      const detour = known ?? {
        port: await openWay(command, view, await ports.take()),
        target: view.port,
        fault
      }
      await command('/faults', { name: id, fault })
      await move(view, detour.port)
      detours.set(id, { ...detour, fault })
    },
    async heal(id) {
      if (id !== undefined) supervisor.instance(id)
      const wanted = id === undefined ? [...detours.keys()] : [id]
      const healed = wanted.filter(each => detours.get(each)?.fault.kind !== undefined)
      for (const each of healed) {
        await healWay(supervisor, place.controlToken, each)
        const view = supervisor.views().find(one => one.id === each)
        if (view !== undefined && detourTo(view) !== undefined) await move(view, view.port)
        detours.delete(each)
      }
      return healed
    },
    seenThrough(entry) {
      const detour = detours.get(entry.instance ?? '')
      return detour?.port === entry.port ? { ...entry, port: detour.target } : entry
    },
    told(instance, entries) {
      const detour = detours.get(instance.id)
      if (detour === undefined || detour.target !== instance.port) return instance
      // A registry that was started anew has it from the process itself, and nobody goes our way.
      const isOnTheWay = entries?.some(({ port }) => port === detour.port) ?? true
      return isOnTheWay ? { ...instance, fault: faultText(detour.fault) } : instance
    }
  }
}

function reachable(supervisor: Supervisor, id: string): InstanceView {
  const view = supervisor.instance(id).view()
  const { kind } = supervisor.program(view.service)
  if (kind !== 'service') {
    throw new Failure(`${view.id} is not found through the registry: nothing can stand before it.`)
  }
  if (view.state !== 'ready') throw new Failure(`${view.id} is ${view.state}, not ready.`)
  return view
}

/** Starts the proxy if need be. */
async function proxyPort(supervisor: Supervisor): Promise<number> {
  await supervisor.scale('proxy', 1)
  const until = Date.now() + proxyReadyMsMax
  for (;;) {
    const { state, port } = supervisor.instance('proxy-1').view()
    if (state === 'ready') return port
    if (Date.now() > until) throw new Failure('The proxy does not start; see logs/proxy-1.log.')
    await sleep(20)
  }
}

type Command = (path: string, body: unknown) => Promise<unknown>

function createProxyCommand(port: number, token: string): Command {
  return async (path, body) => {
    const url = `http://127.0.0.1:${port}${path}`
    const headers = { authorization: `Bearer ${token}` }
    const answer = await httpCall({ url, method: 'POST', headers, body, timeoutMs: callMs }).catch(
      (error: unknown) => {
        throw new Failure('The proxy does not answer.', { cause: error })
      }
    )
    if (answer.status === 200) return parseJson(answer.text)
    throw new Failure(`The proxy answers ${answer.status}: ${answer.text}`)
  }
}

async function openWay(command: Command, view: InstanceView, listen: number): Promise<number> {
  const way = await command('/ways', { name: view.id, port: view.port, listen })
  return (way as { readonly port: number }).port
}

/** The way stays open, so that what is under way on it comes to its end. */
async function healWay(supervisor: Supervisor, token: string, name: string): Promise<void> {
  const proxy = supervisor.views().find(({ service }) => service === 'proxy')
  if (proxy?.state !== 'ready') return
  const command = createProxyCommand(proxy.port, token)
  await command('/faults', { name, fault: noFault }).catch(() => undefined)
}
