import { httpCall, parseJson } from './http-call.ts'

/** What the registry says about one instance of this lab. */
export type RegistryEntry = {
  readonly id: string
  readonly service: string
  /** Its name in the lab, such as `cart-1`. */
  readonly instance: string | undefined
  readonly address: string
  readonly port: number
  readonly version: string
  readonly state: 'ready' | 'draining' | 'failing'
}

const timeoutMs = 1_000

/**
 * Asks for the instances of `services` that carry this lab's id, or for those of all labs; nothing when
 * the registry does not answer. A Consul with rules wants a token.
 */
export async function readRegistry(
  registryUrl: string,
  options: {
    readonly labId: string | undefined
    readonly services: readonly string[]
    readonly token?: string
  }
): Promise<readonly RegistryEntry[] | undefined> {
  const { labId, services, token } = options
  const headers = token === undefined ? {} : { 'x-consul-token': token }
  try {
    const lists = await Promise.all(
      services.map(async service => {
        const url = `${registryUrl}/v1/health/service/${encodeURIComponent(service)}`
        const { status, text } = await httpCall({ url, headers, timeoutMs })
        if (status !== 200) throw new Error(`the registry answers ${status}`)
        return entriesOf(parseJson(text), labId)
      })
    )
    return lists.flat()
  } catch {
    return undefined
  }
}

type Raw = {
  readonly Service?: {
    readonly ID?: unknown
    readonly Service?: unknown
    readonly Address?: unknown
    readonly Port?: unknown
    readonly Meta?: Readonly<Record<string, unknown>> | null
  }
  readonly Checks?: unknown
}

function entriesOf(answer: unknown, labId: string | undefined): readonly RegistryEntry[] {
  if (!Array.isArray(answer)) return []
  return (answer as readonly (Raw | null)[]).flatMap(raw => {
    const { ID, Service, Address, Port, Meta } = raw?.Service ?? {}
    if (typeof ID !== 'string' || typeof Service !== 'string' || typeof Port !== 'number') return []
    if (labId !== undefined && Meta?.['lab'] !== labId) return []
    return [
      {
        id: ID,
        service: Service,
        instance: textOf(Meta?.['instance']),
        address: textOf(Address) ?? '127.0.0.1',
        port: Port,
        version: textOf(Meta?.['version']) ?? '',
        state: stateOf(raw?.Checks)
      }
    ]
  })
}

function stateOf(checks: unknown): RegistryEntry['state'] {
  if (!Array.isArray(checks)) return 'ready'
  const known = checks as readonly { readonly CheckID?: unknown; readonly Status?: unknown }[]
  const isMaintained = known.some(({ CheckID }) =>
    textOf(CheckID)?.startsWith('_service_maintenance:')
  )
  if (isMaintained) return 'draining'
  return known.some(({ Status }) => Status === 'critical') ? 'failing' : 'ready'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
