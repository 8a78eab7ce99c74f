import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type CallerConfig = {
  readonly service: ServiceConfig
  readonly controlToken: string
}

/** Reads what every service reads, and `CONTROL_TOKEN`; throws a `ConfigError` that names the variable. */
export function loadCallerConfig(env: Environment): CallerConfig {
  return {
    // Its calls are those of web: product answers only services that it knows.
    service: loadServiceConfig(env, 'web'),
    controlToken: createReader(env).secret('CONTROL_TOKEN')
  }
}
