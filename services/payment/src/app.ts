import { rangeOfWaiting } from '@microzon/shared/admission'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import type { ChargeCardPorts } from './domain/charge-card.ts'
import type { PendingWork } from './domain/pending-work.ts'
import { cardTokenRoutes } from './routes/card-tokens.ts'
import { chargeRoutes } from './routes/charges.ts'

export type PaymentPorts = Omit<ChargeCardPorts, 'clock'> & {
  readonly runtime: ServiceRuntime
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
  const { runtime } = ports
  const app = createService({
    runtime,
    statusOf,
    admission: { range: rangeOfWaiting },
    title: 'Payment',
    description: 'Turns cards into tokens and charges them, once per key, at the payment provider.'
  })
  cardTokenRoutes(app, ports)
  chargeRoutes(app, { ...ports, clock: runtime.clock, statusOf })
  return app
}
