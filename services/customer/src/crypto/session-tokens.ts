import { createHash, randomBytes, randomUUID, type KeyObject } from 'node:crypto'
import { signCustomerToken } from '@microzon/shared/tokens'
import type { Tokens } from '../domain/ports.ts'

/** Ids, and tokens signed with the key that this service alone holds. */
export function createTokens(privateKey: KeyObject): Tokens {
  return {
    createCustomerId: () => randomUUID(),
    createAddressId: () => randomUUID(),
    createSessionId() {
      const id = randomBytes(32).toString('base64url')
      return { id, reference: referenceOf(id) }
    },
    referenceOf,
    sign: ({ customerId, reference }, expiresAt) =>
      signCustomerToken({ customerId, sessionId: reference }, { privateKey, expiresAt })
  }
}

/** Fast, because there is nothing to guess in 256 random bits. */
function referenceOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url')
}
