import { claimOf, responses, sendOutcome, type Service } from '@microzon/shared/service'
import { prepareRegistration, register } from '../domain/registration.ts'
import { clientAddressOf, withRefusal, type RoutePorts } from './ports.ts'
import { Credentials, RegisteredAnswer } from './schemas.ts'

export function addRegistrationRoutes(app: Service, ports: RoutePorts): void {
  const { once } = ports
  app.post(
    '/registration',
    {
      config: { keyed: true },
      schema: {
        summary: 'Make a customer',
        body: Credentials,
        response: responses({ 201: RegisteredAnswer })
      }
    },
    async (request, reply) => {
      const { email, password } = request.body
      const clientAddress = clientAddressOf(request, request.body)
      // Without the password: a fingerprint is a fast hash, from which a weak one could be guessed.
      const claim = claimOf(request, { email })
      const credentials = await withRefusal(reply, () =>
        prepareRegistration(ports, { email, password, clientAddress })
      )
      // A refusal needs no memory: the address is as taken the next time.
      const outcome = await once.run(claim, async store => {
        const customerId = await register(store, credentials)
        const headers = { location: `/customers/${customerId}` }
        return { status: 201, headers, body: { successful: true, customerId } }
      })
      return sendOutcome(reply, outcome)
    }
  )
}
