import type { CheckDefinition } from './model.ts'

/** The id of the mark that takes an instance out; whoever reads a service's checks knows it by this. */
export function maintenanceId(serviceId: string): string {
  return `_service_maintenance:${serviceId}`
}

/** A check that is critical until it is taken away. */
export function maintenanceCheck(id: string, reason: string): CheckDefinition {
  return {
    id,
    name: 'Service Maintenance Mode',
    notes: (reason || unexplained).slice(0, 1_000),
    status: 'critical',
    probe: { type: 'maintenance' },
    interval: '',
    timeout: '',
    deregisterAfterMs: 0
  }
}

const unexplained =
  'Maintenance mode is enabled for this service, but no reason was provided. This is a default message.'
