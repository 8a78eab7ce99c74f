import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** For whom a call is made. */
export type CustomerIdentity = { readonly customerId: string; readonly sessionId: string }

/** The identity that a token holds, or nothing when it is malformed, forged or expired. */
export type VerifyCustomerToken = (token: string) => CustomerIdentity | undefined

const lengthMax = 512
const knownMax = 1_000

/**
 * Signs with the private key of the customer service (Ed25519). `expiresAt` is in epoch
 * milliseconds. The text is `base64url(customerId,sessionId,expiresAt).base64url(signature)`.
 * Throws a TypeError for ids that are empty or hold a comma, and for an end that is no moment: such
 * a token would say something else than was meant.
 */
export function signCustomerToken(
  identity: CustomerIdentity,
  options: { readonly privateKey: KeyObject; readonly expiresAt: number }
): string {
  const text = `${identity.customerId},${identity.sessionId},${options.expiresAt}`
  if (read(text) === undefined) throw new TypeError('not the identity and the end of a token')
  const payload = Buffer.from(text).toString('base64url')
  return `${payload}.${sign(null, Buffer.from(payload), options.privateKey).toString('base64url')}`
}

/**
 * Verifies with the public key, in PEM; throws a TypeError when it is one of another kind.
 * Remembers good tokens, since a check costs 100 us.
 */
export function createCustomerTokenVerifier(
  publicKeyPem: string,
  clock: () => number
): VerifyCustomerToken {
  const key = publicKeyOf(publicKeyPem)
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

/** Another kind of key would be found out only by the first token, which it refuses or throws at. */
function publicKeyOf(pem: string): KeyObject {
  // A public key can be had from a private one, which has no business outside of customer.
  const isPrivate = pem.includes('PRIVATE KEY')
  const key = createPublicKey(pem)
  if (isPrivate || key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('not an Ed25519 public key')
  }
  return key
}

type Verified = { readonly identity: CustomerIdentity; readonly expiresAt: number }

function open(token: string, key: KeyObject): Verified | undefined {
  if (token.length > lengthMax) return undefined
  const [payload, signature, ...rest] = token.split('.')
  if (!payload || !signature || rest.length > 0) return undefined
  const bytes = Buffer.from(signature, 'base64url')
  // Decoding skips what is no base64url: a signature has one text, or a token would have many.
  if (bytes.toString('base64url') !== signature) return undefined
  if (!verify(null, Buffer.from(payload), key, bytes)) return undefined
  return read(Buffer.from(payload, 'base64url').toString())
}

function read(text: string): Verified | undefined {
  const [customerId, sessionId, end, ...rest] = text.split(',')
  const expiresAt = Number(end)
  if (!customerId || !sessionId || rest.length > 0 || !Number.isSafeInteger(expiresAt)) {
    return undefined
  }
  return { identity: { customerId, sessionId }, expiresAt }
}
