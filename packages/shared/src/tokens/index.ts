export { createServiceTokens, signStaffToken } from './service-token.ts'
export type { ServiceTokens } from './service-token.ts'
export { createCustomerTokenVerifier, signCustomerToken } from './customer-token.ts'
export type { CustomerIdentity, VerifyCustomerToken } from './customer-token.ts'
