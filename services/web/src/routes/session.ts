import createTokens from '@fastify/csrf'
import secureSession from '@fastify/secure-session'
import type { Service } from '@microzon/shared/service'
import type { FastifyRequest } from 'fastify'
import { createHash, randomBytes } from 'node:crypto'
import type { Login } from '../domain/customers.ts'

/**
 * What the cookie holds: ids and what follows from them, so that of two instances the last may
 * simply win.
 */
export type SessionData = {
  /** Of the browser; another one after every login and logout. */
  readonly id: string
  readonly csrfSecret: string
  readonly cartId?: string | undefined
  /** It is still a guest's, although somebody has logged in. */
  readonly isCartPending?: boolean | undefined
  /** Another one for each cart that the browser opens: carts are opened under a key that follows from it. */
  readonly cartSeed?: string | undefined
  readonly login?: (Login & { readonly email: string }) | undefined
  /** Shown once, on the next page. */
  readonly toast?: string | undefined
}

declare module '@fastify/secure-session' {
  interface SessionData {
    shop: unknown
  }
}

const tokens = createTokens()
const dataKey = 'shop'
const secondsOfLife = 30 * 24 * 3600
/** A cookie of more than this would be refused by browsers. */
const toastLengthMax = 300

/** An encrypted cookie that no script can read, and that no other site's form carries along. */
export async function registerSession(
  app: Service,
  options: { readonly secret: string; readonly publicUrl: string }
): Promise<void> {
  const isSecure = options.publicUrl.startsWith('https:')
  await app.register(secureSession, {
    // The prefix binds the cookie to this host; browsers take it over https only.
    cookieName: isSecure ? '__Host-microzon' : 'microzon',
    key: createHash('sha256').update(`cookie ${options.secret}`).digest(),
    expiry: secondsOfLife,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: secondsOfLife }
  })
}

/** Whether the cookie has been read: not where a request was refused before. */
export function hasSession(request: FastifyRequest): boolean {
  return (request.session as unknown) !== null
}

/** The session of the browser; a new one where it has none, or none of ours. */
export function sessionOf(request: FastifyRequest): SessionData {
  const known: unknown = request.session.get(dataKey)
  if (isSessionData(known)) return known
  const made = { id: randomBytes(16).toString('base64url'), csrfSecret: tokens.secretSync() }
  request.session.set(dataKey, made)
  return made
}

/** Changes the session; the answer's cookie carries it. */
export function updateSession(request: FastifyRequest, change: Partial<SessionData>): SessionData {
  const toast = change.toast?.slice(0, toastLengthMax)
  const next = { ...sessionOf(request), ...change, ...(toast !== undefined && { toast }) }
  request.session.set(dataKey, next)
  return next
}

/** Lets go of a cart that was bought, merged or lost: the next thing goes into a new one. */
export function forgetCart(request: FastifyRequest): void {
  updateSession(request, {
    cartId: undefined,
    isCartPending: undefined,
    cartSeed: randomBytes(16).toString('base64url')
  })
}

/** Begins a session anew, at login and logout: nothing that was known before is good any more. */
export function renewSession(
  request: FastifyRequest,
  data: Pick<SessionData, 'cartId' | 'isCartPending' | 'login' | 'toast'>
): void {
  request.session.regenerate()
  sessionOf(request)
  updateSession(request, data)
}

/** A token for the forms of one page. */
export function csrfTokenOf(request: FastifyRequest): string {
  return tokens.create(sessionOf(request).csrfSecret)
}

/** Whether a form was made for this session. */
export function isCsrfTokenGood(request: FastifyRequest, token: unknown): boolean {
  return typeof token === 'string' && tokens.verify(sessionOf(request).csrfSecret, token)
}

/** What is to be said once; afterwards it is forgotten. */
export function takeToast(request: FastifyRequest): string | undefined {
  const { toast } = sessionOf(request)
  if (toast !== undefined) updateSession(request, { toast: undefined })
  return toast
}

function isSessionData(value: unknown): value is SessionData {
  const data = value as Partial<SessionData> | undefined
  return typeof data?.id === 'string' && typeof data.csrfSecret === 'string'
}
