import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'

/** The edge's own side, on a port that browsers do not reach: probes and metrics. */
export function createApp({ runtime }: { readonly runtime: ServiceRuntime }): Service {
  return createService({
    runtime,
    statusOf: {},
    title: 'Edge',
    description: 'Gives the requests of browsers to the instances of web.'
  })
}
