import type { OnMistake } from '../client/index.ts'
import type { Logger } from '../telemetry/index.ts'

const againAfterMs = 10_000
const codesMax = 100

/**
 * Logs what a target has refused by no rule of the business, so that it does not pass for an outage. The
 * same refusal only every 10 s, with how many came meanwhile: it concerns every call alike until somebody
 * mends it.
 */
export function logMistakes(
  { logger, clock }: { readonly logger: Logger; readonly clock: () => number },
  target: string
): OnMistake {
  const told = new Map<string, { at: number; untold: number }>()
  return ({ status, code }) => {
    const now = clock()
    const last = told.get(`${status} ${code}`)
    if (last !== undefined && now - last.at < againAfterMs) {
      last.untold++
      return
    }
    // Codes are words of the target's: as many as it likes to make up.
    if (told.size >= codesMax) told.clear()
    told.set(`${status} ${code}`, { at: now, untold: 0 })
    const refused = { target, status, code, before: last?.untold ?? 0 }
    logger.error(refused, 'a call of ours was refused: a mistake, not an outage')
  }
}
