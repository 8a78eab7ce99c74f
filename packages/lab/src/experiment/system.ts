import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServiceTokens } from '@microzon/shared/tokens'
import { root } from '../cli/home.ts'
import { createControlClient, type ControlClient } from '../control/client.ts'
import { requireControl } from '../control/note.ts'
import { compileOnce } from '../launch/compile-once.ts'
import { createLauncher } from '../launch/launcher.ts'
import { httpCall } from '../runtime/http-call.ts'
import { readRegistry, type RegistryEntry } from '../runtime/registry-view.ts'
import { createTempFolder } from '../runtime/temp-folder.ts'
import type { Behaviour } from '../stand-in/behaviour.ts'
import { environmentWithout, type Mechanism } from './mechanisms.ts'
import type { Shape } from './model.ts'
import { programsOf } from './parts.ts'

/** A running system of the shape that an experiment needs, in a folder of its own. */
export type System = {
  readonly control: ControlClient
  readonly shop: string
  /** Where the caller listens, and what it wants to see. */
  readonly caller: { readonly port: number; readonly token: string }
  /** What the registry says of the services; nothing while it does not answer. */
  entries(): Promise<readonly RegistryEntry[] | undefined>
  behave(instance: string, behaviour: Behaviour): Promise<void>
  stop(): Promise<void>
}

export type SystemOptions = {
  readonly shape: Shape
  readonly without: Mechanism | undefined
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

const plentyPerMinute = 10_000_000
const callMs = 3_000

/** Starts it; nothing is left when it fails or is aborted. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { shape, without, onProgress, signal } = options
  const temporary = createTempFolder('microzon-experiment-')
  const home = temporary.path
  const programs = programsOf(shape)
  const launcher = createLauncher({
    root,
    home,
    programs,
    env: { ...process.env, ...shape.env, ...environmentWithout(without) },
    port: 0,
    instances: shape.instances,
    inspect: {},
    discovery: 'consul',
    rateLimit: plentyPerMinute,
    fresh: false,
    watch: false,
    prepare: compileOnce,
    onProgress,
    onDown: () => undefined
  })
  const stop = async (): Promise<void> => {
    await launcher.stop()
    temporary.remove()
  }
  const abort = (): void => void launcher.stop()
  signal.addEventListener('abort', abort, { once: true })
  try {
    await launcher.start()
    return {
      ...(await systemIn(
        home,
        programs.map(({ service }) => service)
      )),
      stop
    }
  } catch (error) {
    await stop()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function systemIn(home: string, services: readonly string[]): Promise<Omit<System, 'stop'>> {
  const note = requireControl(home)
  const control = createControlClient(note)
  const secret = (name: string): string => readFileSync(join(home, 'secrets', name), 'utf8').trim()
  const { processes, backing } = await control.status()
  const caller = processes.find(({ service }) => service === 'caller')
  const registryUrl = backing.find(({ name }) => name === 'registry')?.url ?? ''
  const labId = secret('lab-id')
  const tokens = createServiceTokens({
    secret: secret('service-secret'),
    name: 'lab',
    clock: Date.now
  })
  return {
    control,
    shop: note.shop,
    caller: { port: caller?.port ?? 0, token: note.token },
    entries: () => readRegistry(registryUrl, { labId, services }),
    async behave(instance, behaviour) {
      const { instances } = await control.status()
      const port = instances.find(({ id }) => id === instance)?.port ?? 0
      const { status, text } = await httpCall({
        url: `http://127.0.0.1:${port}/behaviour`,
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.sign('stand-in')}` },
        body: behaviour,
        timeoutMs: callMs
      })
      if (status !== 204) throw new Error(`${instance} answers ${status}: ${text}`)
    }
  }
}
