import type { LabPlace } from '../runtime/environment.ts'
import type { InstanceView } from '../runtime/instance.ts'
import { demoEmail } from './demo.ts'

/** What a person is told when the shop answers. */
export type Summary = {
  readonly shop: string
  readonly home: string
  readonly tookMs: number
  readonly customer: { readonly email: string; readonly password: string }
  readonly staffToken: string
  readonly registry: string
  readonly traces: string
  readonly logs: string
  readonly provider: string
  /** Of the first instance of each service: the address of its API document. */
  readonly documents: readonly { readonly service: string; readonly url: string }[]
}

/** They speak the protocols of others. */
const withoutDocument = ['registry', 'telemetry']

export function summaryOf(options: {
  readonly place: LabPlace
  readonly views: readonly InstanceView[]
  readonly home: string
  readonly tookMs: number
}): Summary {
  const { place, views, home, tookMs } = options
  const { demoPassword, staffToken } = place.secrets
  const documented = views.filter(
    ({ id, service }) => id === `${service}-1` && !withoutDocument.includes(service)
  )
  return {
    shop: place.shop,
    home,
    tookMs,
    customer: { email: demoEmail, password: demoPassword },
    staffToken,
    registry: place.registryUrl,
    traces: place.tracesUrl,
    logs: place.logsUrl,
    provider: place.providerUrl,
    documents: documented.map(({ service, host, port }) => ({
      service,
      url: `http://${host}:${port}/openapi.json`
    }))
  }
}
