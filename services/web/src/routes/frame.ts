import type { Locale } from '@microzon/shared/money'
import { correlationIdOf } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { gzipSync } from 'node:zlib'
import { renderHtml, type Html } from '@microzon/shared/html'
import type { Cart } from '../domain/carts.ts'
import type { Product } from '../domain/catalog.ts'
import type { Frame } from '../views/models.ts'
import { currentLogin } from './login-state.ts'
import type { WebPorts } from './ports.ts'
import { csrfTokenOf, sessionOf, takeToast } from './session.ts'

/** The first language of `Accept-Language` that the shop speaks. */
export function localeOf(request: FastifyRequest): Locale {
  const wanted = (request.headers['accept-language'] ?? '').slice(0, 200).split(',')
  const first = wanted.map(part => part.trim().slice(0, 2).toLowerCase()).find(isLocale)
  return first ?? 'en'
}

/**
 * What stands around every page. What cannot be read for it is left out, and keeps no page from
 * being shown.
 */
export async function frameOf(
  request: FastifyRequest,
  { carts, customers, clock }: Pick<WebPorts, 'carts' | 'customers' | 'clock'>,
  searchText = ''
): Promise<Frame> {
  await currentLogin(request, customers, clock()).catch(() => undefined)
  const { cartId, login } = sessionOf(request)
  const cart = cartId ? await carts.find(cartId, login).catch(() => undefined) : undefined
  return {
    locale: localeOf(request),
    csrfToken: csrfTokenOf(request),
    cartCount: cartId === undefined || (cart && isOver(cart)) ? 0 : cart?.itemCount,
    email: login?.email,
    toast: takeToast(request),
    correlationId: correlationIdOf(request),
    searchText
  }
}

/** Another tab has bought it, or another browser's login has brought it along. */
function isOver({ state }: Cart): boolean {
  return state === 'ordered' || state === 'merged'
}

/** The frame of a page that shows these products: it says so when what is known of one is old. */
export function framing(frame: Frame, products: readonly Product[]): Frame {
  const ages = products.flatMap(({ ageMs }) => (ageMs === undefined ? [] : [ageMs]))
  return ages.length === 0 ? frame : { ...frame, ageMs: Math.max(...ages) }
}

/** Sends a page. Pages are of one browser, and nobody between keeps them. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'Accept, Accept-Encoding, Accept-Language')
  const text = renderHtml(page)
  if (!/\bgzip\b/.test(String(reply.request.headers['accept-encoding']))) return reply.send(text)
  // The front page is six times smaller so, for a quarter of a millisecond.
  return reply.header('content-encoding', 'gzip').send(gzipSync(text, { level: 3 }))
}

function isLocale(text: string): text is Locale {
  return text === 'en' || text === 'de'
}
