import { Failure } from '../runtime/failure.ts'
import type { Fault } from '../proxy/fault.ts'
import { httpCall, parseJson } from '../runtime/http-call.ts'
import type { ControlNote } from './note.ts'
import type { FullStatus } from './status.ts'

/** What can be asked of the launcher of a lab that runs. Every method throws a `Failure` with its reason. */
export type ControlClient = {
  status(): Promise<FullStatus>
  scale(service: string, count: number): Promise<void>
  /** Resolves when it has drained and ended. */
  stop(instance: string): Promise<void>
  kill(instance: string, signal: string): Promise<void>
  /** Puts something wrong between an instance and its callers. */
  fault(instance: string, fault: Fault): Promise<void>
  /** Takes it away again, from all where no instance is named; answers from which. */
  heal(instance: string | undefined): Promise<readonly string[]>
  external(service: string, port: number): Promise<ExternalAnswer>
  removeExternal(service: string, port: number): Promise<boolean>
  down(): Promise<void>
}

export type ExternalAnswer = {
  readonly id: string
  /** The service's own program, relative to the checkout. */
  readonly entry: string
  /** A file with the settings that make a process part of this lab. */
  readonly settings: string
}

// A drain may take its time.
const timeoutMs = 35_000

export function createControlClient({ url, token, pid }: ControlNote): ControlClient {
  const send = async (path: string, body?: unknown): Promise<unknown> => {
    const call = { url: `${url}${path}`, headers: { authorization: `Bearer ${token}` }, timeoutMs }
    const answer = await httpCall(
      body === undefined ? call : { ...call, method: 'POST', body }
    ).catch((error: unknown) => {
      throw new Failure(`The launcher (process ${pid}) does not answer.`, { cause: error })
    })
    const content = parseJson(answer.text)
    if (answer.status === 200) return content
    const { message, exitCode = 1 } = content as { message?: string; exitCode?: number }
    throw new Failure(message ?? `The launcher answers ${answer.status}.`, { exitCode })
  }
  return {
    status: async () => (await send('/status')) as FullStatus,
    scale: async (service, count) => void (await send('/scale', { service, count })),
    stop: async instance => void (await send('/stop', { instance })),
    kill: async (instance, signal) => void (await send('/kill', { instance, signal })),
    fault: async (instance, fault) => void (await send('/fault', { instance, fault })),
    heal: async instance => {
      const { healed } = (await send('/heal', { instance })) as { healed: readonly string[] }
      return healed
    },
    external: async (service, port) =>
      (await send('/external', { service, port })) as ExternalAnswer,
    removeExternal: async (service, port) => {
      const answer = (await send('/external/remove', { service, port })) as { removed: boolean }
      return answer.removed
    },
    down: async () => void (await send('/down', {}))
  }
}
