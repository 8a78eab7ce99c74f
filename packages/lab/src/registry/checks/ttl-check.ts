import type { Clock } from '../clock.ts'
import type { CheckStatus } from '../state/model.ts'
import type { Result } from './http-check.ts'

/** A check that the process itself reports to, and that is critical when it stays silent. */
export type TtlCheck = {
  report(status: CheckStatus, output: string): void
  stop(): void
}

export function startTtlCheck(
  probe: { readonly ttlMs: number; readonly outputMax: number },
  options: { readonly clock: Clock; readonly onResult: (result: Result) => void }
): TtlCheck {
  const { clock, onResult } = options
  let lastOutput = ''
  const expire = (): void =>
    onResult({
      status: 'critical',
      output: lastOutput
        ? `TTL expired (last output before timeout follows): ${lastOutput}`
        : 'TTL expired'
    })
  let cancel = clock.after(probe.ttlMs, expire)
  return {
    report(status, output) {
      cancel()
      lastOutput = shorten(output, probe.outputMax)
      onResult({ status, output: lastOutput })
      cancel = clock.after(probe.ttlMs, expire)
    },
    stop: () => cancel()
  }
}

function shorten(output: string, max: number): string {
  const bytes = Buffer.from(output)
  if (bytes.length <= max) return output
  const kept = bytes.subarray(0, max).toString('utf8')
  return `${kept} ... (captured ${max} of ${bytes.length} bytes)`
}
