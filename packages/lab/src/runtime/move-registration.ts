import type { LabPlace } from './environment.ts'
import { Failure } from './failure.ts'
import { httpCall, parseJson } from './http-call.ts'
import { readRegistry } from './registry-view.ts'

const timeoutMs = 2_000

/** Where the registry is, and whose instances are meant. */
export type MovePlace = {
  readonly registryUrl: string
  readonly secrets: Pick<LabPlace['secrets'], 'labId'>
}

/**
 * Registers an instance under another port. Its id, address, metadata and checks stay: a registry
 * keeps the checks that a registration does not name. Throws a `Failure` when the registry does not
 * know the instance.
 */
export async function moveRegistration(
  { registryUrl, secrets }: MovePlace,
  move: { readonly instance: string; readonly service: string; readonly port: number }
): Promise<void> {
  const { instance, service, port } = move
  const entries = await readRegistry(registryUrl, { labId: secrets.labId, services: [service] })
  if (entries === undefined) throw new Failure('The registry does not answer.')
  // After an accident it may still know an earlier process of that name.
  const entry = entries.findLast(each => each.instance === instance && each.state !== 'failing')
  if (entry === undefined) throw new Failure(`The registry does not know ${instance}.`)
  const { status, text } = await call(
    `${registryUrl}/v1/agent/service/${encodeURIComponent(entry.id)}`
  )
  if (status !== 200) throw new Failure(`The registry answers ${status} to ${entry.id}.`)
  const known = parseJson(text) as Known
  const body = {
    ID: known.ID,
    Name: known.Service,
    Tags: known.Tags ?? [],
    Meta: known.Meta ?? {},
    Address: known.Address,
    Weights: known.Weights,
    EnableTagOverride: known.EnableTagOverride,
    Port: port
  }
  const answer = await call(`${registryUrl}/v1/agent/service/register`, body)
  if (answer.status !== 200)
    throw new Failure(`The registry answers ${answer.status} to ${entry.id}.`)
}

type Known = {
  readonly ID: string
  readonly Service: string
  readonly Tags?: readonly string[] | null
  readonly Meta?: Readonly<Record<string, string>> | null
  readonly Address: string
  readonly Weights: { readonly Passing: number; readonly Warning: number }
  readonly EnableTagOverride: boolean
}

async function call(
  url: string,
  body?: unknown
): Promise<{ readonly status: number; readonly text: string }> {
  const request = body === undefined ? { url } : ({ url, method: 'PUT', body } as const)
  return await httpCall({ ...request, timeoutMs }).catch((error: unknown) => {
    throw new Failure('The registry does not answer.', { cause: error })
  })
}
