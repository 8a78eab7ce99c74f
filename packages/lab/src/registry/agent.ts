import { createSupervision } from './checks/supervision.ts'
import type { RunningCheckOptions } from './checks/running-checks.ts'
import { HttpError } from './http/http-error.ts'
import type { Registration } from './input/service-definition.ts'
import type { Catalog } from './state/catalog.ts'
import { maintenanceCheck, maintenanceId } from './state/maintenance.ts'
import type { CheckDefinition, CheckStatus } from './state/model.ts'

/** What a process may do with its registration. Every method throws a `HttpError` for what does not exist. */
export type Agent = {
  /**
   * Registers an instance, or changes it. A check that was there keeps its state. Those that are
   * not given any more stay, unless they are to be replaced; then a mark of maintenance goes too.
   */
  register(registration: Registration, replacesChecks: boolean): void
  deregister(serviceId: string): void
  /** Marks an instance so that nobody takes it, or takes the mark away. */
  maintain(serviceId: string, isEnabled: boolean, reason: string): void
  registerCheck(check: CheckDefinition, serviceId: string): void
  deregisterCheck(checkId: string): void
  /** Reports the state of a TTL check. */
  report(checkId: string, status: CheckStatus, output: string): void
  /** Removes services that have been critical for longer than they may. */
  reap(): void
  close(): void
}

export function createAgent(options: RunningCheckOptions & { readonly catalog: Catalog }): Agent {
  const { catalog } = options
  const supervision = createSupervision(options)
  const { removeCheck, removeService, reap, close } = supervision
  return {
    register({ service, checks }, replacesChecks) {
      supervision.add(service, checks)
      if (!replacesChecks) return
      const kept = new Set(checks.map(({ id }) => id))
      for (const { id } of catalog.checksOf(service.id)) if (!kept.has(id)) removeCheck(id)
    },
    deregister: id => removeService(known('service', id, catalog.service(id)).id),
    maintain(serviceId, isEnabled, reason) {
      const service = known('service', serviceId, catalog.service(serviceId))
      const id = maintenanceId(serviceId)
      if (!isEnabled) removeCheck(id)
      // A second mark leaves the first, with its reason, as it is.
      else if (catalog.check(id) === undefined) {
        supervision.add(service, [maintenanceCheck(id, reason)])
      }
    },
    registerCheck(check, serviceId) {
      const service = catalog.service(serviceId)
      if (service === undefined) throw new HttpError(404, `ServiceID "${serviceId}" does not exist`)
      supervision.add(service, [check])
    },
    deregisterCheck: id => removeCheck(known('check', id, catalog.check(id)).id),
    report(checkId, status, output) {
      known('check', checkId, catalog.check(checkId))
      const ttl = supervision.ttl(checkId)
      if (ttl !== undefined) return ttl.report(status, output)
      throw new HttpError(500, `CheckID "${checkId}" does not have associated TTL`)
    },
    reap,
    close
  }
}

function known<Found>(kind: 'service' | 'check', id: string, found: Found | undefined): Found {
  if (found !== undefined) return found
  const hint = `Ensure that the ${kind} ID is passed, not the ${kind} name.`
  throw new HttpError(404, `Unknown ${kind} ID ${JSON.stringify(id)}. ${hint}`)
}
