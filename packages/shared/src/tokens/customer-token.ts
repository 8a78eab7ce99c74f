import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** For whom a call is made. */
export type CustomerIdentity = { readonly customerId: string; readonly sessionId: string }

/** The identity that a token holds, or nothing when it is malformed, forged or expired. */
export type VerifyCustomerToken = (token: string) => CustomerIdentity | undefined

const lengthMax = 512
const knownMax = 1_000

/**
 * Signs with the private key of the customer service (Ed25519). `expiresAt` is in epoch
 * milliseconds. The text is `base64url(customerId,sessionId,expiresAt).base64url(signature)`; ids
 * must not hold a comma.
 */
export function signCustomerToken(
  identity: CustomerIdentity,
  options: { readonly privateKey: KeyObject; readonly expiresAt: number }
): string {
  const text = `${identity.customerId},${identity.sessionId},${options.expiresAt}`
  const payload = Buffer.from(text).toString('base64url')
  return `${payload}.${sign(null, Buffer.from(payload), options.privateKey).toString('base64url')}`
}

/** Verifies with the public key, in PEM. Remembers good tokens, since a check costs 100 us. */
export function createCustomerTokenVerifier(
  publicKeyPem: string,
  clock: () => number
): VerifyCustomerToken {
  const key = createPublicKey(publicKeyPem)
  const known = new Map<string, Verified>()
  return token => {
    const verified = known.get(token) ?? open(token, key)
    if (verified === undefined || verified.expiresAt <= clock()) return undefined
    if (!known.has(token)) {
      if (known.size >= knownMax) known.clear()
      known.set(token, verified)
    }
    return verified.identity
  }
}

type Verified = { readonly identity: CustomerIdentity; readonly expiresAt: number }

function open(token: string, key: KeyObject): Verified | undefined {
  if (token.length > lengthMax) return undefined
  const [payload, signature, ...rest] = token.split('.')
  if (!payload || !signature || rest.length > 0) return undefined
  if (!verify(null, Buffer.from(payload), key, Buffer.from(signature, 'base64url')))
    return undefined
  const [customerId, sessionId, expiresAt] = Buffer.from(payload, 'base64url').toString().split(',')
  if (!customerId || !sessionId || !expiresAt) return undefined
  return { identity: { customerId, sessionId }, expiresAt: Number(expiresAt) }
}
