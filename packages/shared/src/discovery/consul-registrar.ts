import { Pool } from 'undici'
import type { Registrar } from './types.ts'

export type ConsulRegistrarOptions = {
  readonly consulUrl: string
  readonly registration: {
    readonly id: string
    readonly service: string
    readonly address: string
    readonly port: number
    readonly version: string
    readonly labId?: string
    readonly instanceName?: string
    readonly check: {
      readonly path: string
      readonly intervalMs: number
      readonly timeoutMs: number
    }
  }
  readonly random?: () => number
}

const callMs = 2_000
const lookEveryMs = 5_000
const backOff = { firstMs: 100, mostMs: 5_000 }

/** Registers one process with a health check, and again whenever the registry has forgotten it. */
export function createConsulRegistrar(options: ConsulRegistrarOptions): Registrar {
  const { consulUrl, registration, random = Math.random } = options
  const pool = new Pool(consulUrl, { connections: 1 })
  const stopping = new AbortController()
  const put = async (path: string, body?: object): Promise<void> => {
    const status = await call(pool, { method: 'PUT', path, body })
    if (status >= 400) throw new Error(`the registry answers ${status} to ${path}`)
  }
  const id = encodeURIComponent(registration.id)
  const register = (): Promise<void> =>
    put('/v1/agent/service/register?replace-existing-checks=true', bodyOf(registration))
  let draining: string | undefined
  const keep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(lookEveryMs, stopping.signal)
      if (stopping.signal.aborted) return
      await ensure().catch(() => undefined)
    }
  }
  const ensure = async (): Promise<void> => {
    const status = await call(pool, { method: 'GET', path: `/v1/agent/service/${id}` })
    if (status !== 404) return
    await register()
    if (draining !== undefined) await maintain(draining)
  }
  const maintain = (reason: string): Promise<void> =>
    put(`/v1/agent/service/maintenance/${id}?enable=true&reason=${encodeURIComponent(reason)}`)
  let keeping: Promise<void> | undefined
  return {
    async register() {
      for (let failures = 0; !stopping.signal.aborted; failures++) {
        const isDone = await register().then(
          () => true,
          () => false
        )
        if (isDone) break
        const most = Math.min(backOff.mostMs, backOff.firstMs * 2 ** failures)
        await pause(random() * most, stopping.signal)
      }
      keeping ??= keep()
    },
    async drain(reason) {
      draining = reason
      await maintain(reason)
    },
    async deregister() {
      stopping.abort()
      await keeping
      await put(`/v1/agent/service/deregister/${id}`)
    },
    async close() {
      stopping.abort()
      await keeping
      await pool.destroy()
    }
  }
}

function bodyOf(registration: ConsulRegistrarOptions['registration']): object {
  const { id, service, address, port, version, labId, instanceName, check } = registration
  return {
    ID: id,
    Name: service,
    Address: address,
    Port: port,
    Meta: {
      version,
      ...(labId && { lab: labId }),
      ...(instanceName && { instance: instanceName })
    },
    Check: {
      CheckID: `ready:${id}`,
      Name: 'ready',
      HTTP: `http://${address}:${port}${check.path}`,
      Interval: `${check.intervalMs}ms`,
      Timeout: `${check.timeoutMs}ms`,
      FailuresBeforeCritical: 2,
      DeregisterCriticalServiceAfter: '1m',
      // A process registers only once it is ready, so that nobody has to wait for the first check.
      Status: 'passing'
    }
  }
}

async function call(
  pool: Pool,
  {
    method,
    path,
    body
  }: { readonly method: 'GET' | 'PUT'; readonly path: string; readonly body?: object | undefined }
): Promise<number> {
  const answer = await pool.request({
    method,
    path,
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(callMs)
  })
  await answer.body.dump()
  return answer.statusCode
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    timer.unref()
    signal.addEventListener('abort', done)
  })
}
