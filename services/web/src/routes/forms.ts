import { DomainError } from '@microzon/shared/errors'
import type { FastifyRequest } from 'fastify'
import { isCsrfTokenGood } from './session.ts'

const valueLengthMax = 2_000

/** The fields of a form that was sent, each once and at most 2,000 characters; `_csrf` is not among them. */
export type Fields = Readonly<Record<string, string>>

export function fieldsOf(request: FastifyRequest): Fields {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' && name !== '_csrf' ? [[name, value.slice(0, valueLengthMax)]] : []
    )
  )
}

/** Whether the form was made for this session. A stale one is shown again with its input, as 403. */
export function isFresh(request: FastifyRequest): boolean {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  return isCsrfTokenGood(request, body['_csrf'] ?? request.headers['x-csrf-token'])
}

/** For forms of a single button: throws `FORM_STALE` (403). */
export function requireFresh(request: FastifyRequest): void {
  if (!isFresh(request)) throw new DomainError('FORM_STALE', 'the form is older than the session')
}

/** Of the address that a login leads back to. */
export const nextLengthMax = 500

/** A path of this shop to go on to, or the shop's own: never another site's address. */
export function safeNext(text: string | undefined): string {
  const isOurs = text !== undefined && /^\/(shop|user)(\/[\w\-./?=&%]*)?$/.test(text)
  // A browser takes dots for a step, encoded too.
  return isOurs && !/\/\/|\.\.|%2e/i.test(text) ? text : '/shop'
}

/** Where the browser is, as the edge tells it. */
export function clientAddressOf(request: FastifyRequest): string {
  const header = request.headers['x-forwarded-for']
  return (typeof header === 'string' && header !== '' ? header : request.ip).slice(0, 64)
}
