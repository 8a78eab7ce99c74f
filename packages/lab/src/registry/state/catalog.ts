import type { Position } from './blocking-query.ts'
import type { CheckRecord, ServiceDefinition, ServiceRecord } from './model.ts'
import { createPositions } from './positions.ts'
import type { Revision } from './revision.ts'

/** A check as it is put; the write gives it its indexes. */
export type NewCheck = Omit<CheckRecord, 'createIndex' | 'modifyIndex'>

/** What is registered, with the index of the last change of each service. Lists are in order of their ids. */
export type Catalog = {
  service(id: string): ServiceRecord | undefined
  services(): readonly ServiceRecord[]
  servicesNamed(name: string): readonly ServiceRecord[]
  check(id: string): CheckRecord | undefined
  checks(): readonly CheckRecord[]
  checksOf(serviceId: string): readonly CheckRecord[]
  /** Puts a service and checks of it in one write; what is there already and equal is left as it is. */
  put(service: ServiceDefinition, checks: readonly NewCheck[]): void
  putCheck(check: NewCheck): void
  /** Keeps an output that came with the same state. It wakes nobody: many outputs change with every look. */
  putOutput(checkId: string, output: string): void
  removeCheck(id: string): void
  /** Removes a service with its checks. */
  remove(serviceId: string): void
  positionOf(serviceName: string): Position
  positionOfServices(): Position
  positionOfChecks(): Position
}

export function createCatalog(revision: Revision): Catalog {
  const tables = createTables()
  const { services, checks, checksOf } = tables
  return {
    ...tables.positions,
    service: id => services.get(id),
    services: () => sorted([...services.values()]),
    servicesNamed: name => sorted(among(services, tables.idsOfName.get(name))),
    check: id => checks.get(id),
    checks: () => sorted([...checks.values()]),
    checksOf,
    put(service, given) {
      const known = services.get(service.id)
      const fresh = given.filter(check => !isSame(checks.get(check.id), check))
      if (isSame(known, service) && fresh.length === 0) return
      const index = revision.advance()
      if (known !== undefined && known.name !== service.name) tables.dropService(known, index)
      if (!isSame(known, service)) tables.setService(service, index)
      for (const check of fresh) tables.setCheck(check, index)
    },
    putCheck(check) {
      if (!isSame(checks.get(check.id), check)) tables.setCheck(check, revision.advance())
    },
    putOutput(checkId, output) {
      const check = checks.get(checkId)
      if (check !== undefined) checks.set(checkId, { ...check, output })
    },
    removeCheck(id) {
      const check = checks.get(id)
      if (check !== undefined) tables.dropCheck(check, revision.advance())
    },
    remove(serviceId) {
      const service = services.get(serviceId)
      if (service === undefined) return
      const index = revision.advance()
      for (const check of checksOf(serviceId)) tables.dropCheck(check, index)
      tables.dropService(service, index)
    }
  }
}

/** The records, and the ways in which each write changes them. */
type Tables = {
  readonly services: ReadonlyMap<string, ServiceRecord>
  readonly checks: Map<string, CheckRecord>
  readonly idsOfName: ReadonlyMap<string, ReadonlySet<string>>
  readonly positions: Pick<Catalog, 'positionOf' | 'positionOfServices' | 'positionOfChecks'>
  checksOf(serviceId: string): readonly CheckRecord[]
  setService(service: ServiceDefinition, index: number): void
  dropService(service: ServiceRecord, index: number): void
  setCheck(check: NewCheck, index: number): void
  dropCheck(check: CheckRecord, index: number): void
}

function createTables(): Tables {
  const services = new Map<string, ServiceRecord>()
  const checks = new Map<string, CheckRecord>()
  const idsOfName = new Map<string, Set<string>>()
  const idsOfChecks = new Map<string, Set<string>>()
  const { serviceChanged, serviceEnded, checkChanged, ...positions } = createPositions()
  const dropCheck = (check: CheckRecord, index: number): void => {
    checks.delete(check.id)
    removeFrom(idsOfChecks, check.serviceId, check.id)
    checkChanged(check.serviceName, index)
  }
  return {
    services,
    checks,
    idsOfName,
    positions,
    dropCheck,
    checksOf: serviceId => sorted(among(checks, idsOfChecks.get(serviceId))),
    setService(service, index) {
      const createIndex = services.get(service.id)?.createIndex ?? index
      services.set(service.id, { ...service, createIndex, modifyIndex: index })
      addTo(idsOfName, service.name, service.id)
      serviceChanged(service.name, index)
    },
    dropService(service, index) {
      services.delete(service.id)
      const left = removeFrom(idsOfName, service.name, service.id)
      if (left > 0) serviceChanged(service.name, index)
      else serviceEnded(service.name, index)
    },
    setCheck(check, index) {
      const known = checks.get(check.id)
      // An id that another service used is taken over from it.
      if (known !== undefined && known.serviceId !== check.serviceId) dropCheck(known, index)
      const createIndex = known?.createIndex ?? index
      checks.set(check.id, { ...check, createIndex, modifyIndex: index })
      addTo(idsOfChecks, check.serviceId, check.id)
      checkChanged(check.serviceName, index)
    }
  }
}

function sorted<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function among<Item>(
  items: ReadonlyMap<string, Item>,
  ids: ReadonlySet<string> | undefined
): readonly Item[] {
  return [...(ids ?? [])].map(id => items.get(id)).filter(item => item !== undefined)
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  index.set(key, (index.get(key) ?? new Set()).add(id))
}

/** Answers how many are left. */
function removeFrom(index: Map<string, Set<string>>, key: string, id: string): number {
  const ids = index.get(key)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(key)
  return ids?.size ?? 0
}

/** Whether a record holds what is given, whenever it was written. */
function isSame(
  known: ServiceRecord | CheckRecord | undefined,
  given: ServiceDefinition | NewCheck
): boolean {
  const content = (record: object): string =>
    JSON.stringify({ ...record, createIndex: undefined, modifyIndex: undefined })
  return known !== undefined && content(known) === content(given)
}
