import type { Locale } from '@microzon/shared/money'
import { correlationIdOf } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { renderHtml, type Html } from '@microzon/shared/html'
import type { Carts } from '../domain/carts.ts'
import type { Frame } from '../views/models.ts'
import { csrfTokenOf, sessionOf, takeToast } from './session.ts'

/** The first language of `Accept-Language` that the shop speaks. */
export function localeOf(request: FastifyRequest): Locale {
  const wanted = (request.headers['accept-language'] ?? '').slice(0, 200).split(',')
  const first = wanted.map(part => part.trim().slice(0, 2).toLowerCase()).find(isLocale)
  return first ?? 'en'
}

/** What stands around every page. A cart that cannot be read has no count, and keeps no page from being shown. */
export async function frameOf(
  request: FastifyRequest,
  carts: Carts,
  searchText = ''
): Promise<Frame> {
  const { cartId, login } = sessionOf(request)
  const cart = cartId ? await carts.find(cartId, login).catch(() => undefined) : undefined
  return {
    locale: localeOf(request),
    csrfToken: csrfTokenOf(request),
    cartCount: cartId === undefined ? 0 : cart?.itemCount,
    email: login?.email,
    toast: takeToast(request),
    correlationId: correlationIdOf(request),
    searchText
  }
}

/** Sends a page, or a part of one for htmx. Pages are of one browser, and nobody between keeps them. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language, HX-Request')
    .send(`${renderHtml(page)}`)
}

/** Whether htmx asks, which takes the part that changes instead of the page. */
export function isPart(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true' && request.headers['hx-boosted'] !== 'true'
}

function isLocale(text: string): text is Locale {
  return text === 'en' || text === 'de'
}
