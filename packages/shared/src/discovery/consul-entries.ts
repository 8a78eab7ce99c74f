import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { endpointsMax, type Sighting } from './sighting.ts'
import type { EndpointState } from './types.ts'

const weight = Type.Integer({ minimum: 0, maximum: 65_535 })
const entry = Type.Object({
  Node: Type.Optional(Type.Object({ Address: Type.Optional(Type.String()) })),
  Service: Type.Object({
    ID: Type.String({ minLength: 1, maxLength: 200 }),
    Service: Type.String(),
    Address: Type.String(),
    Port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    Meta: Type.Optional(Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()])),
    Weights: Type.Optional(Type.Object({ Passing: weight, Warning: weight }))
  }),
  Checks: Type.Array(Type.Object({ CheckID: Type.String(), Status: Type.String() }), {
    maxItems: 100
  })
})
type Entry = Static<typeof entry>
const checked = Compile(entry)

export type ReadEntries = {
  readonly sightings: readonly Sighting[]
  /** Entries that were no instance that can be called, of whatever lab, or one too many. */
  readonly skipped: number
}

/**
 * Reads the instances in an answer of `/v1/health/service`: those of the lab, if one is given, each
 * id once, at most 1,000. Nothing when it is no list, or one in which nothing can be read: that
 * somebody is there is all that it says. Whoever can register can write anything there.
 */
export function readEntries(answer: unknown, labId: string | undefined): ReadEntries | undefined {
  if (!Array.isArray(answer)) return undefined
  const sound = answer.filter(isSound)
  const unsound = answer.length - sound.length
  if (unsound > 0 && sound.length === 0) return undefined
  const sightings = new Map<string, Sighting>()
  for (const each of sound) {
    const isOurs = labId === undefined || each.Service.Meta?.['lab'] === labId
    if (isOurs && !sightings.has(each.Service.ID)) sightings.set(each.Service.ID, sightingOf(each))
  }
  const kept = [...sightings.values()].slice(0, endpointsMax)
  return { sightings: kept, skipped: unsound + sightings.size - kept.length }
}

function isSound(candidate: unknown): candidate is Entry {
  // The address becomes part of a URL.
  return checked.Check(candidate) && /^[A-Za-z0-9._:-]{1,255}$/.test(addressOf(candidate))
}

function addressOf({ Node, Service }: Entry): string {
  return Service.Address || Node?.Address || ''
}

function sightingOf(entry: Entry): Sighting {
  const { Service, Checks } = entry
  const isWarned = Checks.some(({ Status }) => Status === 'warning')
  const { Passing = 1, Warning = 1 } = Service.Weights ?? {}
  return {
    id: Service.ID,
    service: Service.Service,
    address: addressOf(entry),
    port: Service.Port,
    version: (Service.Meta?.['version'] ?? '').slice(0, 100),
    state: stateOf(Checks),
    weight: Math.max(1, isWarned ? Warning : Passing)
  }
}

/**
 * Maintenance means that it drains, whatever its other checks say. A warning lessens its weight and
 * no more.
 */
function stateOf(checks: Entry['Checks']): EndpointState {
  if (checks.some(({ CheckID }) => maintenance.test(CheckID))) return 'draining'
  return checks.some(({ Status }) => Status === 'critical') ? 'failing' : 'ready'
}

const maintenance = /^_(?:service_maintenance:|node_maintenance$)/
