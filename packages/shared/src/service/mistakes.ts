import type { OnMistake } from '../client/index.ts'
import type { Logger } from '../telemetry/index.ts'

/** Logs what a target has refused by no rule of the business, so that it does not pass for an outage. */
export function logMistakes(logger: Logger, target: string): OnMistake {
  return ({ status, code }) =>
    logger.error({ target, status, code }, 'a call of ours was refused: a mistake, not an outage')
}
