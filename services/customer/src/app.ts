import {
  createService,
  type Service,
  type ServiceRuntime,
  type StatusOf
} from '@microzon/shared/service'
import { addAddressRoutes } from './routes/addresses.ts'
import { addCustomerRoutes } from './routes/customers.ts'
import type { RoutePorts } from './routes/ports.ts'
import { addRegistrationRoutes } from './routes/registration.ts'
import { addSessionRoutes } from './routes/sessions.ts'

const statusOf: StatusOf = {
  EMAIL_INVALID: 400,
  EMAIL_TAKEN: 409,
  PASSWORD_TOO_SHORT: 400,
  PASSWORD_TOO_LONG: 400,
  PASSWORD_WRONG: 403,
  REGISTRATION_THROTTLED: 429,
  LOGIN_THROTTLED: 429,
  BUSY: 503,
  SESSION_UNKNOWN: 404,
  SESSION_ENDED: 401,
  CUSTOMER_UNKNOWN: 404,
  ADDRESS_UNKNOWN: 404,
  ADDRESS_LIMIT: 409
}

/** The customer service without a port and an environment. */
export function createApp(
  options: Omit<RoutePorts, 'clock' | 'statusOf'> & { readonly runtime: ServiceRuntime }
): Service {
  const { runtime } = options
  const app = createService({
    runtime,
    statusOf,
    title: 'Customer',
    description: 'Registration, login, sessions, accounts and address books.',
    bodyBytesMax: 16_384
  })
  const ports = { ...options, clock: runtime.clock, statusOf }
  void app.register((inner, _options, done) => {
    addRegistrationRoutes(inner, ports)
    addSessionRoutes(inner, ports)
    addCustomerRoutes(inner, ports)
    addAddressRoutes(inner, ports)
    done()
  })
  return app
}
