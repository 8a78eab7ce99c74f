import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../runtime/failure.ts'
import { readRegistry } from '../runtime/registry-view.ts'
import { createContainers, type Container, type Containers } from './containers.ts'
import { startLabSystem } from './lab-system.ts'
import type { Control, System, SystemOptions } from './system.ts'

const consulPort = 8500
const shopPort = 8080

/**
 * The system that `docker compose up --wait` has started, brought to the shape that is needed: the
 * caller is a process of this machine, in a lab that is nothing else. Afterwards each service has as
 * many containers as before, and all of them run.
 */
export async function startComposeSystem(options: SystemOptions): Promise<System> {
  const { shape, onProgress, signal } = options
  const containers = createContainers(signal)
  const services = Object.keys(shape.instances)
  const before = countOf(await containers.list(services))
  const missing = services.find(service => before[service] === undefined)
  if (missing !== undefined) {
    throw new Failure('The compose system does not run: start it with docker compose up --wait.')
  }
  const caller = await startLabSystem({ ...options, shape: { parts: 'caller', instances: {} } })
  const stop = async (): Promise<void> => {
    await caller.stop()
    // Also when it was aborted, which ends the commands of before.
    await putBack(createContainers(AbortSignal.timeout(putBackMsMax)), before)
  }
  try {
    onProgress('bringing the containers to its shape')
    await bringTo(containers, shape.instances, signal)
    const { consulToken } = await containers.secrets()
    const registry = {
      labId: undefined,
      services,
      token: typeof consulToken === 'string' ? consulToken : ''
    }
    const registryUrl = await containers.published('consul', consulPort)
    return {
      control: controlOf(containers, services),
      shop: await containers.published('haproxy', shopPort),
      caller: caller.caller,
      entries: () => readRegistry(registryUrl, registry),
      behave: () => Promise.reject(new Failure('There is no stand-in among the containers.')),
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function controlOf(containers: Containers, services: readonly string[]): Control {
  const nameOf = async (id: string): Promise<string> => {
    const found = (await containers.list(services)).find(each => each.id === id)
    if (found === undefined) throw new Failure(`There is no container ${id}.`)
    return found.name
  }
  return {
    instances: () => containers.list(services),
    kill: async (id, signal) => containers.kill(await nameOf(id), signal),
    stop: async id => containers.stop(await nameOf(id)),
    scale: (service, count) => containers.scale({ [service]: count }),
    fault: () => Promise.reject(new Failure('There is no proxy between containers.'))
  }
}

const putBackMsMax = 180_000
const pollMs = 500

type Counts = Readonly<Record<string, number>>

/** What was stopped by a signal goes on; what has ended is started; what is too much goes. */
async function putBack(containers: Containers, counts: Counts): Promise<void> {
  const paused = await containers.list(Object.keys(counts))
  for (const { name, state } of paused) {
    if (state !== 'gone') await containers.kill(name, 'CONT')
  }
  await bringTo(containers, counts, AbortSignal.timeout(putBackMsMax))
}

async function bringTo(containers: Containers, counts: Counts, signal: AbortSignal): Promise<void> {
  await containers.scale(counts)
  const isThere = async (): Promise<boolean> => {
    const ready = (await containers.list(Object.keys(counts))).filter(
      ({ state }) => state === 'ready'
    )
    const found = countOf(ready)
    return Object.entries(counts).every(([service, count]) => found[service] === count)
  }
  while (!(await isThere())) await sleep(pollMs, undefined, { signal })
}

function countOf(containers: readonly Container[]): Counts {
  const counts: Record<string, number> = {}
  for (const { service } of containers) counts[service] = (counts[service] ?? 0) + 1
  return counts
}
