import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Endpoint, EndpointState } from './types.ts'

const entry = Type.Object({
  Node: Type.Optional(Type.Object({ Address: Type.Optional(Type.String()) })),
  Service: Type.Object({
    ID: Type.String({ minLength: 1, maxLength: 200 }),
    Service: Type.String(),
    Address: Type.String({ maxLength: 255 }),
    Port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    Meta: Type.Optional(Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()])),
    Weights: Type.Optional(Type.Object({ Passing: Type.Integer() }))
  }),
  Checks: Type.Array(Type.Object({ CheckID: Type.String(), Status: Type.String() }))
})
type Entry = Static<typeof entry>
const checked = Compile(entry)

const endpointsMax = 1_000

/** The endpoints in an answer of `/v1/health/service`, without `since`. Nothing when it is no list; bad entries are left out. */
export function readEntries(
  answer: unknown,
  labId: string | undefined
): readonly Omit<Endpoint, 'since'>[] | undefined {
  if (!Array.isArray(answer)) return undefined
  return answer
    .slice(0, endpointsMax)
    .filter(candidate => checked.Check(candidate))
    .filter(({ Service }) => labId === undefined || Service.Meta?.['lab'] === labId)
    .map(endpointOf)
}

function endpointOf({ Node, Service, Checks }: Entry): Omit<Endpoint, 'since'> {
  return {
    id: Service.ID,
    service: Service.Service,
    address: Service.Address || Node?.Address || '127.0.0.1',
    port: Service.Port,
    version: Service.Meta?.['version'] ?? '',
    state: stateOf(Checks),
    weight: Math.max(1, Service.Weights?.Passing ?? 1)
  }
}

/** Maintenance means that it drains, whatever its other checks say. */
function stateOf(checks: Entry['Checks']): EndpointState {
  if (checks.some(({ CheckID }) => CheckID.startsWith('_service_maintenance:'))) return 'draining'
  return checks.some(({ Status }) => Status === 'critical') ? 'failing' : 'ready'
}
