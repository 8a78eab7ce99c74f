import type { ServiceConfig } from '../config/index.ts'
import {
  createChosenResolver,
  createConsulResolver,
  createDnsResolver,
  createFileResolver,
  type DiscoveryEvent,
  type Resolver
} from '../discovery/index.ts'
import type { Logger } from '../telemetry/index.ts'

/** Looks for each target where the settings say, and logs what becomes of it. */
export function createServiceResolver(config: ServiceConfig, logger: Logger): Resolver {
  const { consulUrl, consulToken, discovery, labId } = config
  const { mechanism, perTarget, consulDns, file = '' } = discovery
  const onEvent = (event: DiscoveryEvent): void => log(logger, event)
  const common = { onEvent, ...(labId !== undefined && { labId }) }
  return createChosenResolver({
    mechanismOf: service => perTarget[service] ?? mechanism,
    create: {
      consul: () => createConsulResolver({ ...common, consulUrl, consulToken }),
      dns: () => createDnsResolver({ ...common, server: consulDns }),
      file: () => createFileResolver({ onEvent, path: file })
    }
  })
}

function log(logger: Logger, { kind, service, ...told }: DiscoveryEvent): void {
  const fields = { target: service, ...told }
  switch (kind) {
    case 'changed':
      return logger.info(fields, 'instances changed')
    case 'lost':
      return logger.warn(fields, 'discovery alarm: instances cannot be looked up')
    case 'found':
      return logger.info(fields, 'instances are looked up again')
    case 'held':
      return logger.warn(
        fields,
        'discovery alarm: most instances are gone at once, not believed yet'
      )
    case 'skipped':
      return logger.warn(fields, 'discovery alarm: entries of the registry make no sense, skipped')
    default:
      return kind satisfies never
  }
}
