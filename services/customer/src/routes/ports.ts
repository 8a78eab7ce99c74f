import { isDomainError } from '@microzon/shared/errors'
import type { Once } from '@microzon/shared/idempotency'
import { requireCustomer, type StatusOf } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CustomerPorts, CustomerStore } from '../domain/ports.ts'
import { assertOwner, type Owner } from '../domain/sessions.ts'

export type RoutePorts = CustomerPorts & {
  readonly once: Once<CustomerStore>
  readonly statusOf: StatusOf
}

/** The customer whose resource it is. Throws what `assertOwner` throws, and `CUSTOMER_REQUIRED`. */
export async function ownerOf(
  ports: RoutePorts,
  request: FastifyRequest,
  customerId: string
): Promise<Owner> {
  const identity = requireCustomer(request)
  // The token does not hold the session's id, but the hash that stands for it.
  const owner = { customerId: identity.customerId, sessionReference: identity.sessionId }
  await assertOwner(ports, owner, customerId)
  return owner
}

/** The shopper's address as web tells it. Those of whom nothing is told are counted together. */
export function clientAddressOf(
  request: FastifyRequest,
  body: { readonly clientAddress?: string }
): string {
  const header = request.headers['x-client-address']
  const told = body.clientAddress ?? (typeof header === 'string' ? header : '')
  return told === '' ? 'unknown' : told.slice(0, 64)
}

/**
 * Says in headers what a refusal means for a client: when to come back, and whether to try another
 * instance.
 */
export async function withRefusal<Result>(
  reply: FastifyReply,
  work: () => Promise<Result>
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isDomainError(error)) setRefusal(reply, error.code, error.details)
    throw error
  }
}

function setRefusal(
  reply: FastifyReply,
  code: string,
  details: Readonly<Record<string, unknown>> = {}
): void {
  const seconds = details['retryAfterSeconds']
  if (typeof seconds === 'number') {
    reply.header('retry-after', String(seconds))
    // The counters are those of all instances: asking the next one would only count another try.
    reply.header('x-retry', 'no')
  }
  if (code === 'BUSY') reply.header('retry-after', '1').header('x-not-processed', '1')
}
