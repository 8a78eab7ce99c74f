import { idempotent, responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { trimmed } from '../domain/address.ts'
import { addAddress, removeAddress } from '../domain/account.ts'
import { ownerOf, type RoutePorts } from './ports.ts'
import {
  AddressAnswer,
  AddressesAnswer,
  AddressParams,
  CustomerParams,
  NewAddress
} from './schemas.ts'

export function addAddressRoutes(app: Service, ports: RoutePorts): void {
  const { customers, transact, tokens } = ports
  app.get(
    '/customers/:id/addresses',
    {
      schema: {
        summary: 'The address book',
        params: CustomerParams,
        response: responses({ 200: AddressesAnswer })
      }
    },
    async request => {
      const { customerId } = await ownerOf(ports, request, request.params.id)
      return { addresses: [...(await customers.findAddresses(customerId))] }
    }
  )
  app.post(
    '/customers/:id/addresses',
    {
      config: { keyed: true },
      schema: {
        summary: 'Add an address',
        params: CustomerParams,
        body: NewAddress,
        response: responses({ 201: AddressAnswer })
      }
    },
    async (request, reply) => {
      const { customerId } = await ownerOf(ports, request, request.params.id)
      const address = trimmed({ id: tokens.createAddressId(), ...request.body })
      return await idempotent(ports, async (_request, store) => {
        const body = await addAddress(store, customerId, address)
        const location = `/customers/${customerId}/addresses/${address.id}`
        return { status: 201, headers: { location }, body }
      })(request, reply)
    }
  )
  app.delete(
    '/customers/:id/addresses/:addressId',
    {
      schema: {
        summary: 'Remove an address',
        params: AddressParams,
        response: responses({ 204: Type.Null() })
      }
    },
    async (request, reply) => {
      const { id, addressId } = request.params
      const { customerId } = await ownerOf(ports, request, id)
      await transact(store => removeAddress(store, customerId, addressId))
      return reply.code(204).send(null)
    }
  )
}
