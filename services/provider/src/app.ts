import { rangeOfWaiting } from '@microzon/shared/admission'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import type { ChargeStore } from './domain/ports.ts'
import { requireApiKey } from './routes/api-key.ts'
import { chargeRoutes } from './routes/charges.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { tokenRoutes } from './routes/tokens.ts'

export type ProviderPorts = {
  readonly runtime: ServiceRuntime
  readonly store: ChargeStore
  readonly apiKey: string
  /** Waits for the slow card; real time unless told. */
  readonly sleep?: (ms: number) => Promise<void>
}

const statusOf = {
  API_KEY_WRONG: 401,
  CARD_INVALID: 422,
  CARD_NOT_OF_THE_SIMULATOR: 422,
  CARD_TOKEN_UNKNOWN: 404,
  CARD_TOKEN_USED: 409,
  CHARGE_EXPIRED: 409,
  CHARGE_UNKNOWN: 404,
  CHARGE_MISMATCH: 422,
  PROVIDER_FAILED: 502
}

/** The provider simulator without a port: an outside company's API, with a key and no token of ours. */
export function createApp(ports: ProviderPorts): Service {
  const app = createService({
    runtime: ports.runtime,
    statusOf,
    isPublic: true,
    bearer: 'The API key of a merchant.',
    admission: { range: rangeOfWaiting },
    title: 'Payment provider simulator',
    description: 'Takes test cards, charges them, and keeps the ledger that tells what was charged.'
  })
  requireApiKey(app, ports.apiKey)
  tokenRoutes(app, ports)
  chargeRoutes(app, ports)
  ledgerRoutes(app, ports)
  return app
}
