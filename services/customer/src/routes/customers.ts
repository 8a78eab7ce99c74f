import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { changeEmail, changePassword } from '../domain/account.ts'
import { unknownCustomer } from '../domain/customer.ts'
import { clientAddressOf, ownerOf, withRefusal, type RoutePorts } from './ports.ts'
import { CustomerAnswer, CustomerParams, EmailChange, PasswordChange } from './schemas.ts'

export function addCustomerRoutes(app: Service, ports: RoutePorts): void {
  const { customers } = ports
  app.get(
    '/customers/:id',
    {
      schema: {
        summary: "The customer's own account",
        params: CustomerParams,
        response: responses({ 200: CustomerAnswer })
      }
    },
    async request => {
      const { customerId } = await ownerOf(ports, request, request.params.id)
      const customer = await customers.find(customerId)
      if (customer === undefined) throw unknownCustomer()
      return customer
    }
  )
  app.put(
    '/customers/:id',
    {
      schema: {
        summary: 'Change the e-mail address; needs the password',
        params: CustomerParams,
        body: EmailChange,
        response: responses({ 200: CustomerAnswer })
      }
    },
    async (request, reply) => {
      const owner = await ownerOf(ports, request, request.params.id)
      const { email, password } = request.body
      const clientAddress = clientAddressOf(request, request.body)
      return withRefusal(reply, () => changeEmail(ports, owner, { email, password, clientAddress }))
    }
  )
  app.put(
    '/customers/:id/password',
    {
      schema: {
        summary: 'Change the password; ends all other sessions',
        params: CustomerParams,
        body: PasswordChange,
        response: responses({ 204: Type.Null() })
      }
    },
    async (request, reply) => {
      const owner = await ownerOf(ports, request, request.params.id)
      const { password, newPassword } = request.body
      const clientAddress = clientAddressOf(request, request.body)
      await withRefusal(reply, () =>
        changePassword(ports, owner, { password, newPassword, clientAddress })
      )
      return reply.code(204).send(null)
    }
  )
}
