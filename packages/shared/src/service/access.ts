import type { FastifyRequest } from 'fastify'
import { DomainError } from '../errors/index.ts'
import type { CustomerIdentity } from '../tokens/index.ts'
import type { Access, ServiceRuntime } from './types.ts'

// Beside the request instead of on it, so that nothing but this file can say who calls.
const callers = new WeakMap<FastifyRequest, string>()
const customers = new WeakMap<FastifyRequest, CustomerIdentity>()

/** Who calls: the name of a service, `staff`, or `public` on a public route. */
export function callerOf(request: FastifyRequest): string {
  return callers.get(request) ?? 'public'
}

/** For whom the call is made, or nothing when it carries no good customer token. */
export function customerOf(request: FastifyRequest): CustomerIdentity | undefined {
  return customers.get(request)
}

/** For whom the call is made; throws `CUSTOMER_REQUIRED` (401) when it carries no good customer token. */
export function requireCustomer(request: FastifyRequest): CustomerIdentity {
  const customer = customers.get(request)
  if (customer === undefined) {
    throw new DomainError('CUSTOMER_REQUIRED', 'this needs a customer who is logged in')
  }
  return customer
}

/** Whether a service, or the staff, proves that it calls. Says nothing of what it may call. */
export function isProven(
  { headers }: FastifyRequest,
  { tokens }: Pick<ServiceRuntime, 'tokens'>
): boolean {
  return tokens.verify(bearerOf(headers.authorization)) !== undefined
}

/**
 * Lets a request in, or throws `UNAUTHENTICATED_CALLER` (401), `MISDIRECTED` (421) or
 * `CALLER_NOT_ALLOWED` (403). A customer token that does not hold is treated as none: the route
 * decides whether it needs one.
 */
export function admit(
  request: FastifyRequest,
  runtime: Pick<ServiceRuntime, 'tokens' | 'verifyCustomer'>,
  isPublicUnlessTold: boolean
): void {
  const access: Access = request.routeOptions.config
  const isPublic = access.public ?? (isPublicUnlessTold && access.callers === undefined)
  if (!isPublic) admitCaller(request, runtime, access)
  const token = request.headers['x-customer-token']
  const customer = typeof token === 'string' ? runtime.verifyCustomer(token) : undefined
  if (customer !== undefined) customers.set(request, customer)
}

function admitCaller(
  request: FastifyRequest,
  { tokens }: Pick<ServiceRuntime, 'tokens'>,
  access: Access
): void {
  const token = bearerOf(request.headers.authorization)
  const caller = tokens.verify(token)
  if (caller === undefined && tokens.isForAnother(token)) {
    // The address was another's a moment ago, as a container's is: whoever asks has to ask elsewhere.
    throw new DomainError('MISDIRECTED', 'this is another service than the one that was meant')
  }
  if (caller === undefined) {
    throw new DomainError('UNAUTHENTICATED_CALLER', 'a good service token is needed')
  }
  const isAllowed = access.callers?.includes(caller) ?? caller !== 'staff'
  if (!isAllowed) throw new DomainError('CALLER_NOT_ALLOWED', `${caller} may not call this`)
  callers.set(request, caller)
}

function bearerOf(header: string | undefined): string {
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : ''
}
