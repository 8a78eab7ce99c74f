import { createHmac, timingSafeEqual } from 'node:crypto'

/** Proves to a service who calls it. Text of the form `caller.callee.expiresAtSeconds.mac`. */
export type ServiceTokens = {
  /** A token for one callee, good for 60 s; the same text is given again for its first half. */
  sign(callee: string): string
  /**
   * The caller's name, or nothing when the token is malformed, forged, expired or meant for another
   * service.
   */
  verify(token: string): string | undefined
  /** Whether the token is good, and meant for another service. */
  isForAnother(token: string): boolean
}

const lifeSeconds = 60
const lengthMax = 256

export function createServiceTokens(options: {
  readonly secret: string
  readonly name: string
  readonly clock: () => number
}): ServiceTokens {
  const { secret, name, clock } = options
  const signed = new Map<string, { readonly token: string; readonly renewAt: number }>()
  return {
    sign(callee) {
      const now = clock()
      const known = signed.get(callee)
      if (known !== undefined && now < known.renewAt) return known.token
      const token = seal(secret, `${name}.${callee}.${Math.floor(now / 1000) + lifeSeconds}`)
      signed.set(callee, { token, renewAt: now + (lifeSeconds / 2) * 1000 })
      return token
    },
    verify: token => {
      const read = readToken(token, { secret, now: clock() })
      return read !== undefined && isFor(name, read) ? read.caller : undefined
    },
    isForAnother(token) {
      const read = readToken(token, { secret, now: clock() })
      return read !== undefined && !isFor(name, read)
    }
  }
}

/**
 * A token of the staff: it speaks to every service and opens only the routes that name `staff` as a
 * caller.
 */
export function signStaffToken(options: {
  readonly secret: string
  readonly expiresAt: number
}): string {
  return seal(options.secret, `staff.*.${Math.floor(options.expiresAt / 1000)}`)
}

type Read = { readonly caller: string; readonly callee: string }

/** What a token says that was signed with our secret and has not expired. */
function readToken(
  token: string,
  { secret, now }: { readonly secret: string; readonly now: number }
): Read | undefined {
  if (token.length > lengthMax) return undefined
  const [caller, callee, expires, mac, ...rest] = token.split('.')
  if (!caller || !callee || !expires || !mac || rest.length > 0) return undefined
  if (!isEqual(mac, macOf(secret, `${caller}.${callee}.${expires}`))) return undefined
  return Number(expires) * 1000 > now ? { caller, callee } : undefined
}

function isFor(name: string, { caller, callee }: Read): boolean {
  return callee === name || (callee === '*' && caller === 'staff')
}

function seal(secret: string, text: string): string {
  return `${text}.${macOf(secret, text)}`
}

function macOf(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function isEqual(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
