import { HttpError } from '../http/http-error.ts'
import type { CheckDefinition, ServiceDefinition } from '../state/model.ts'
import { checkFields, checksOf, type CheckInput } from './check-definition.ts'
import { flag, integer, listOf, mapOf, objectOf, parseJson, text } from './decode.ts'

export type Registration = {
  readonly service: ServiceDefinition
  readonly checks: readonly CheckDefinition[]
}

/** Reads the body of a registration; throws a `HttpError` 400 with Consul's words. */
export function readRegistration(body: Buffer): Registration {
  const input = decodeService(parseJson(body) ?? {}, 'service')
  const { Name: name = '', Address: address = '', Meta: meta = {}, Tags: tags = [] } = input
  const id = input.ID || name
  if (name === '') throw new HttpError(400, 'Missing service name')
  if (anyAddress.has(address)) throw new HttpError(400, 'Invalid service address')
  limitLength('service ID', id)
  limitLength('service name', name)
  limitLength('service address', address)
  validateMeta(meta)
  const given: readonly CheckInput[] = [
    ...(input.Check ? [input.Check] : []),
    ...(input.Checks ?? [])
  ]
  const service = {
    id,
    name,
    tags,
    address,
    port: input.Port ?? 0,
    meta,
    weights: weightsOf(input.Weights),
    enableTagOverride: input.EnableTagOverride ?? false
  }
  return { service, checks: checksOf(given, service) }
}

const decodeService = objectOf(
  {
    ID: text,
    Name: text,
    Tags: listOf(text),
    Address: text,
    Port: integer,
    Meta: mapOf(text),
    Weights: objectOf({ Passing: integer, Warning: integer }),
    EnableTagOverride: flag,
    Check: checkFields,
    Checks: listOf(checkFields)
  },
  {
    aliases: { enable_tag_override: 'EnableTagOverride' },
    refused: [
      'TaggedAddresses',
      'tagged_addresses',
      'Kind',
      'SocketPath',
      'Token',
      'Locality'
    ].concat(['Proxy', 'Connect', 'Namespace', 'Partition'])
  }
)

const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])

function weightsOf(
  given: { readonly Passing?: number; readonly Warning?: number } | undefined
): ServiceDefinition['weights'] {
  if (given === undefined) return { passing: 1, warning: 1 }
  const { Passing: passing = 0, Warning: warning = 0 } = given
  if (passing < 1) throw new HttpError(400, 'Invalid Weights: Passing must be greater than 0')
  if (warning < 0) {
    throw new HttpError(400, 'Invalid Weights: Warning must be greater or equal than 0')
  }
  if (passing > 65_535 || warning > 65_535) {
    throw new HttpError(400, 'Invalid Weights: DNS Weight must be between 0 and 65535')
  }
  return { passing, warning }
}

function validateMeta(meta: Readonly<Record<string, string>>): void {
  if (Object.keys(meta).length > 64) {
    throw invalidMeta('Node metadata cannot contain more than 64 key/value pairs')
  }
  for (const [key, value] of Object.entries(meta)) {
    const fault = metaFault(key, value)
    if (fault) throw invalidMeta(`Couldn't load metadata pair ('${key}', '${value}'): ${fault}`)
  }
}

function metaFault(key: string, value: string): string | undefined {
  if (key === '') return 'Key cannot be blank'
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return 'Key contains invalid characters'
  if (key.length > 128) return 'Key is too long (limit: 128 characters)'
  if (key.startsWith('consul-')) return "Key prefix 'consul-' is reserved for internal use"
  return value.length > 512 ? 'Value is too long (limit: 512 characters)' : undefined
}

function invalidMeta(reason: string): HttpError {
  return new HttpError(400, `Invalid Service Meta: ${reason}`)
}

function limitLength(what: string, value: string): void {
  if (value.length > 255) throw new HttpError(400, `The ${what} has more than 255 characters`)
}
