import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServiceTokens } from '@microzon/shared/tokens'
import { root } from '../cli/home.ts'
import { createControlClient } from '../control/client.ts'
import { requireControl } from '../control/note.ts'
import { compileOnce } from '../launch/compile-once.ts'
import { createLauncher } from '../launch/launcher.ts'
import { httpCall } from '../runtime/http-call.ts'
import { readRegistry } from '../runtime/registry-view.ts'
import { createTempFolder } from '../runtime/temp-folder.ts'
import { environmentWithout } from './mechanisms.ts'
import { programsOf } from './parts.ts'
import type { System, SystemOptions } from './system.ts'

const plentyPerMinute = 10_000_000
const callMs = 3_000

/** The lab, or a part of it, in a folder of its own. */
export async function startLabSystem(options: SystemOptions): Promise<System> {
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
    control: { ...control, instances: async () => (await control.status()).instances },
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
