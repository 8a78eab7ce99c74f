import { labTag } from './lab-tag.ts'

/** One start of a process, as it wants to be found. */
export type Registration = {
  /**
   * Unique for every start of a process: a mark of maintenance outlives the process that it was
   * meant for.
   */
  readonly id: string
  readonly service: string
  readonly address: string
  readonly port: number
  readonly version: string
  readonly labId?: string
  /** How people name it, such as `cart-1`. */
  readonly instanceName?: string
  readonly check: {
    readonly path: string
    readonly intervalMs: number
    readonly timeoutMs: number
  }
}

/**
 * The body of a registration. The check begins as passing, so that nobody waits for the first look:
 * a process registers once it is ready, and a second later the check says the same or better. One
 * that drains begins as critical, since its mark is a second call and it must not seem ready in
 * between.
 */
export function registrationBody(registration: Registration, isDraining: boolean): object {
  const { id, service, address, port, version, labId, instanceName, check } = registration
  return {
    ID: id,
    Name: service,
    Address: address,
    Port: port,
    ...(labId !== undefined && { Tags: [labTag(labId)] }),
    Meta: {
      version,
      ...(labId !== undefined && { lab: labId }),
      ...(instanceName !== undefined && { instance: instanceName })
    },
    // One that warns gets a tenth of what the others get.
    Weights: { Passing: 10, Warning: 1 },
    Check: {
      CheckID: `ready:${id}`,
      Name: 'ready',
      HTTP: `http://${address.includes(':') ? `[${address}]` : address}:${port}${check.path}`,
      Interval: `${check.intervalMs}ms`,
      Timeout: `${check.timeoutMs}ms`,
      // One lost look is no reason to leave; the callers notice a dead process by themselves.
      FailuresBeforeCritical: 2,
      // The least that Consul takes. It clears away what was killed; callers have long stopped calling it.
      DeregisterCriticalServiceAfter: '1m',
      Status: isDraining ? 'critical' : 'passing'
    }
  }
}
