import { HttpError } from '../http/http-error.ts'
import type { CheckDefinition, CheckStatus, Probe, ServiceDefinition } from '../state/model.ts'
import { duration, flag, integer, listOf, mapOf, objectOf, text, type Decode } from './decode.ts'
import { formatDuration } from './duration.ts'

const common = {
  Name: text,
  Notes: text,
  Status: text,
  HTTP: text,
  Header: mapOf(listOf(text)),
  Method: text,
  Body: text,
  DisableRedirects: flag,
  Interval: duration,
  Timeout: duration,
  TTL: duration,
  SuccessBeforePassing: integer,
  FailuresBeforeWarning: integer,
  FailuresBeforeCritical: integer,
  DeregisterCriticalServiceAfter: duration,
  OutputMaxSize: integer
}
const other = {
  aliases: {
    deregister_critical_service_after: 'DeregisterCriticalServiceAfter',
    disable_redirects: 'DisableRedirects',
    service_id: 'ServiceID'
  },
  refused: [
    'Args',
    'ScriptArgs',
    'H2PING',
    'TCP',
    'UDP',
    'GRPC',
    'OSService',
    'Shell',
    'Token'
  ].concat(['DockerContainerID', 'AliasNode', 'AliasService', 'TLSSkipVerify', 'TLSServerName'])
} as const

/** A check inside of a registration. */
export const checkFields: Decode<CheckInput> = objectOf(
  { CheckID: text, ServiceID: text, ...common },
  other
)

/** A check that is registered by itself. */
export const ownCheckFields: Decode<CheckInput & { readonly ServiceID?: string }> = (
  value,
  field
) => {
  const { ID, ...rest } = decodeOwn(value, field)
  return ID === undefined ? rest : { ...rest, CheckID: ID }
}

const decodeOwn: Decode<CheckInput & { readonly ID?: string; readonly ServiceID?: string }> =
  objectOf({ ID: text, ServiceID: text, ...common }, other)

export type CheckInput = {
  readonly CheckID?: string
  readonly Name?: string
  readonly Notes?: string
  readonly Status?: string
  readonly HTTP?: string
  readonly Header?: Readonly<Record<string, readonly string[]>>
  readonly Method?: string
  readonly Body?: string
  readonly DisableRedirects?: boolean
  readonly Interval?: number
  readonly Timeout?: number
  readonly TTL?: number
  readonly SuccessBeforePassing?: number
  readonly FailuresBeforeWarning?: number
  readonly FailuresBeforeCritical?: number
  readonly DeregisterCriticalServiceAfter?: number
  readonly OutputMaxSize?: number
}

/** The checks of a service, named as Consul names those that have no id. Empty ones are left out. */
export function checksOf(
  given: readonly CheckInput[],
  service: Pick<ServiceDefinition, 'id' | 'name'>
): readonly CheckDefinition[] {
  const inputs = given.filter(input => Object.keys(input).length > 0)
  const ids = inputs.map(
    (_, index) => `service:${service.id}${inputs.length > 1 ? `:${index + 1}` : ''}`
  )
  return inputs.map((input, index) =>
    readCheck(input, {
      id: ids[index] ?? service.id,
      name: `Service '${service.name}' check`,
      badStatus: "Status for checks must 'passing', 'warning', 'critical'"
    })
  )
}

/** Completes one check; throws a `HttpError` 400 with Consul's words. */
export function readCheck(
  input: CheckInput,
  fallback: { readonly id: string; readonly name: string; readonly badStatus: string }
): CheckDefinition {
  const fault = faultOf(input)
  if (fault !== undefined) throw new HttpError(400, `Invalid check: ${fault}`)
  const { CheckID, Name, Notes = '', Status = '' } = input
  if (Status !== '' && !isStatus(Status)) throw new HttpError(400, fallback.badStatus)
  const id = CheckID || fallback.id
  if (id.length > 300) throw new HttpError(400, 'The check ID has more than 300 characters')
  const after = input.DeregisterCriticalServiceAfter ?? 0
  return {
    id,
    name: Name || fallback.name,
    notes: Notes.slice(0, 4096),
    status: isStatus(Status) ? Status : 'critical',
    probe: probeOf(input),
    interval: input.Interval ? formatDuration(input.Interval) : '',
    timeout: input.Timeout ? formatDuration(input.Timeout) : '',
    deregisterAfterMs: after > 0 ? Math.max(deregisterAfterMsMin, after) : 0
  }
}

export function isStatus(text: string): text is CheckStatus {
  return text === 'passing' || text === 'warning' || text === 'critical'
}

const deregisterAfterMsMin = 60_000
const intervalMsMin = 1_000
const outputMax = 4_096

function faultOf(input: CheckInput): string | undefined {
  const { Interval = 0, TTL = 0, HTTP = '', OutputMaxSize = 0 } = input
  const { FailuresBeforeWarning = 0, FailuresBeforeCritical = 0 } = input
  if (Interval > 0 && TTL > 0) return 'Interval and TTL cannot both be specified'
  if (HTTP !== '' && Interval <= 0) {
    return 'Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks'
  }
  if (HTTP === '' && TTL <= 0) return 'TTL must be > 0 for TTL checks'
  if (OutputMaxSize < 0) return 'MaxOutputMaxSize must be positive'
  return FailuresBeforeWarning > FailuresBeforeCritical
    ? "FailuresBeforeWarning can't be higher than FailuresBeforeCritical"
    : undefined
}

function probeOf(input: CheckInput): Probe {
  const kept = Math.min(outputMax, input.OutputMaxSize || outputMax)
  if (!input.HTTP) return { type: 'ttl', ttlMs: input.TTL ?? 0, outputMax: kept }
  const failuresBeforeCritical = input.FailuresBeforeCritical ?? 0
  return {
    type: 'http',
    url: input.HTTP,
    method: input.Method || 'GET',
    headers: input.Header ?? {},
    body: input.Body ?? '',
    followsRedirects: !input.DisableRedirects,
    intervalMs: Math.max(intervalMsMin, input.Interval ?? 0),
    timeoutMs: input.Timeout && input.Timeout > 0 ? input.Timeout : 10_000,
    outputMax: kept,
    thresholds: {
      successBeforePassing: input.SuccessBeforePassing ?? 0,
      failuresBeforeWarning: input.FailuresBeforeWarning || failuresBeforeCritical,
      failuresBeforeCritical
    }
  }
}
