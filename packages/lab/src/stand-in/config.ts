import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type StandInConfig = {
  readonly service: ServiceConfig
  /** What it can work on at once. */
  readonly places: number
  readonly workMs: number
  /** For the experiment that shows what admission is for. */
  readonly hasAdmission: boolean
}

/**
 * Reads what every service reads, and `STAND_IN_PLACES`, `STAND_IN_WORK_MS` and
 * `STAND_IN_WITHOUT_ADMISSION`; throws a `ConfigError` that names the variable.
 */
export function loadStandInConfig(env: Environment): StandInConfig {
  const read = createReader(env)
  return {
    service: loadServiceConfig(env, 'stand-in'),
    places: read.integer('STAND_IN_PLACES', { fallback: 100, min: 1, max: 10_000 }),
    workMs: read.integer('STAND_IN_WORK_MS', { fallback: 5, min: 0, max: 60_000 }),
    hasAdmission: read.optional('STAND_IN_WITHOUT_ADMISSION') === undefined
  }
}
