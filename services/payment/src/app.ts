import type { Once } from '@microzon/shared/idempotency'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import type { PendingWork } from './domain/pending-work.ts'
import type { ChargeStore, Provider } from './domain/ports.ts'
import { cardTokenRoutes } from './routes/card-tokens.ts'
import { chargeRoutes } from './routes/charges.ts'

export type PaymentPorts = {
  readonly runtime: ServiceRuntime
  readonly charges: ChargeStore
  readonly once: Once<ChargeStore>
  readonly provider: Provider
  readonly pending: PendingWork
}

const statusOf = {
  CARD_INVALID: 422,
  CARD_NOT_OF_THE_SIMULATOR: 422,
  CHARGE_UNKNOWN: 404,
  CHARGE_REFUSED: 402,
  PROVIDER_UNAVAILABLE: 503
}

/** The payment service without a port: our side of an outside payment provider. */
export function createApp(ports: PaymentPorts): Service {
  const app = createService({
    runtime: ports.runtime,
    statusOf,
    title: 'Payment',
    description: 'Turns cards into tokens and charges them, once per key, at the payment provider.'
  })
  cardTokenRoutes(app, ports)
  chargeRoutes(app, ports)
  return app
}
