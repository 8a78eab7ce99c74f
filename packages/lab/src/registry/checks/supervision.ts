import { HttpError } from '../http/http-error.ts'
import { limits } from '../limits.ts'
import type { Catalog, NewCheck } from '../state/catalog.ts'
import type { CheckDefinition, CheckRecord, ServiceDefinition } from '../state/model.ts'
import type { Result } from './http-check.ts'
import { createRunningChecks, type RunningCheckOptions } from './running-checks.ts'
import type { TtlCheck } from './ttl-check.ts'

/** Keeps the catalogue and the checks that are being made in step. */
export type Supervision = {
  /** Puts a service with checks, in one write; a check that was there keeps its state. */
  add(service: ServiceDefinition, checks: readonly CheckDefinition[]): void
  removeCheck(id: string): void
  removeService(id: string): void
  ttl(checkId: string): TtlCheck | undefined
  /** Removes services that have been critical for longer than they may. */
  reap(): void
  close(): void
}

export function createSupervision(
  options: RunningCheckOptions & { readonly catalog: Catalog }
): Supervision {
  const { catalog, clock } = options
  const running = createRunningChecks({
    ...options,
    onResult(checkId: string, { status, output }: Result) {
      const check = catalog.check(checkId)
      if (check === undefined) return
      if (check.status === status) catalog.putOutput(checkId, output)
      else catalog.putCheck({ ...check, status, output, since: clock.now() })
    }
  })
  const removeService = (id: string): void => {
    for (const check of catalog.checksOf(id)) running.end(check.id)
    catalog.remove(id)
  }
  return {
    add(service, checks) {
      refuseTooMany(catalog, service.id, checks)
      const records = checks.map(check =>
        createRecord(check, { service, known: catalog.check(check.id), now: clock.now() })
      )
      catalog.put(service, records)
      for (const check of checks) running.start(check)
    },
    removeCheck(id) {
      running.end(id)
      catalog.removeCheck(id)
    },
    removeService,
    ttl: checkId => running.ttl(checkId),
    reap() {
      for (const { id, serviceId, status, since } of catalog.checks()) {
        const afterMs = running.deregisterAfterMs(id)
        const isOverdue = afterMs > 0 && clock.now() - since > afterMs
        if (status === 'critical' && isOverdue) removeService(serviceId)
      }
    },
    close: () => running.close()
  }
}

function createRecord(
  { id, name, notes, status, interval, timeout, probe }: CheckDefinition,
  options: {
    readonly service: ServiceDefinition
    readonly known: CheckRecord | undefined
    readonly now: number
  }
): NewCheck {
  const { service, known, now } = options
  return {
    id,
    name,
    notes,
    status: known?.status ?? status,
    interval,
    timeout,
    type: probe.type,
    output: known?.output ?? '',
    serviceId: service.id,
    serviceName: service.name,
    serviceTags: service.tags,
    since: known?.since ?? now
  }
}

function refuseTooMany(
  catalog: Catalog,
  serviceId: string,
  checks: readonly CheckDefinition[]
): void {
  const added = checks.filter(({ id }) => catalog.check(id) === undefined).length
  if (catalog.service(serviceId) === undefined && catalog.services().length >= limits.services) {
    throw new HttpError(507, `This registry holds at most ${limits.services} services`)
  }
  if (catalog.checks().length + added > limits.checks) {
    throw new HttpError(507, `This registry holds at most ${limits.checks} checks`)
  }
}
