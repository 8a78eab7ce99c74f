import type { Clock } from '../clock.ts'
import type { CheckDefinition } from '../state/model.ts'
import { startHttpCheck, type CheckTransport, type Result } from './http-check.ts'
import { startTtlCheck, type TtlCheck } from './ttl-check.ts'

/** The checks that are being made, by their ids. */
export type RunningChecks = {
  /** Begins anew when it runs already. */
  start(check: CheckDefinition): void
  end(checkId: string): void
  /** The one that a process reports to. */
  ttl(checkId: string): TtlCheck | undefined
  /** How long its service may be critical, in milliseconds; 0 is for ever. */
  deregisterAfterMs(checkId: string): number
  close(): void
}

export type RunningCheckOptions = {
  readonly transport: CheckTransport
  readonly clock: Clock
  readonly random: () => number
}

export function createRunningChecks(
  options: RunningCheckOptions & { readonly onResult: (checkId: string, result: Result) => void }
): RunningChecks {
  const running = new Map<string, Running>()
  const end = (checkId: string): void => {
    running.get(checkId)?.stop()
    running.delete(checkId)
  }
  return {
    start(check) {
      end(check.id)
      const onResult = (result: Result): void => options.onResult(check.id, result)
      running.set(check.id, startCheck(check, { ...options, onResult }))
    },
    end,
    ttl: checkId => running.get(checkId)?.ttl,
    deregisterAfterMs: checkId => running.get(checkId)?.deregisterAfterMs ?? 0,
    close: () => [...running.keys()].forEach(end)
  }
}

type Running = {
  readonly deregisterAfterMs: number
  readonly ttl?: TtlCheck
  readonly stop: () => void
}

function startCheck(
  { probe, deregisterAfterMs }: CheckDefinition,
  options: RunningCheckOptions & { readonly onResult: (result: Result) => void }
): Running {
  switch (probe.type) {
    case 'http':
      return { deregisterAfterMs, stop: startHttpCheck(probe, options) }
    case 'ttl': {
      const ttl = startTtlCheck(probe, options)
      return { deregisterAfterMs, ttl, stop: () => ttl.stop() }
    }
    case 'maintenance':
      return { deregisterAfterMs, stop: () => undefined }
    default:
      return probe satisfies never
  }
}
