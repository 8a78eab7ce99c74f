import { plainPage, renderHtml, type Html } from '@microzon/shared/html'
import { correlationIdOf, type Told } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorPage } from '../views/error.ts'
import type { ErrorKind, Frame } from '../views/models.ts'
import { wordsOf } from '../views/words/index.ts'
import { nextLengthMax } from './forms.ts'
import { csrfTokenOf, hasSession, sessionOf } from './session.ts'
import { localeOf } from './frame.ts'

/** What the shop makes of a code; any other is told by its status. */
const kinds: Readonly<Record<string, ErrorKind>> = {
  PRODUCT_UNAVAILABLE: 'catalog-away',
  CUSTOMER_UNAVAILABLE: 'account-away',
  CART_UNAVAILABLE: 'cart-away',
  BILLING_UNAVAILABLE: 'orders-away',
  PAYMENT_UNAVAILABLE: 'payment-away',
  ORDER_UNKNOWN: 'order-unknown',
  FORM_STALE: 'stale-form',
  DEADLINE_EXCEEDED: 'late',
  OVERLOADED: 'busy'
}

/** Answers an error with a page of the shop, or with problem+json who asks for JSON. */
export function sendErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  told: Told
): FastifyReply {
  if (told.code === 'LOGIN_REQUIRED') {
    const { method, url } = request
    const next = method === 'GET' && url.length <= nextLengthMax ? url : '/shop/cart'
    return reply.redirect(`/user/login?${new URLSearchParams({ next }).toString()}`, 303)
  }
  const { status, code } = told
  const correlationId = correlationIdOf(request)
  if (wantsJson(request)) {
    // What is the matter inside is for spans and logs.
    const isAway = code.endsWith('_UNAVAILABLE')
    const title = isAway ? 'a part of the shop does not answer' : told.title
    const problem = { type: 'about:blank', title, status, code, correlationId }
    return reply.type('application/problem+json').send(JSON.stringify(problem))
  }
  const kind = kinds[code] ?? kindOf(status)
  const page = hasSession(request)
    ? errorPage(frameOfError(request, correlationId), { kind, status })
    : earlyPage(request, reply, kind)
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language')
    .send(renderHtml(page))
}

/**
 * For what is refused before anything was done for it, its cookie unread: it costs next to nothing,
 * which is the point of refusing.
 */
function earlyPage(request: FastifyRequest, reply: FastifyReply, kind: ErrorKind): Html {
  const locale = localeOf(request)
  reply.header('content-security-policy', "default-src 'none'; style-src 'self'; font-src 'self'")
  const { title, what, next } = wordsOf(locale).errors.pages[kind]
  return plainPage({ title, what, next, locale, correlationId: correlationIdOf(request) })
}

/** Without a call to any service: an error page must not fail for the same reason as the page. */
function frameOfError(request: FastifyRequest, correlationId: string): Frame {
  const { login } = sessionOf(request)
  return {
    locale: localeOf(request),
    csrfToken: csrfTokenOf(request),
    cartCount: undefined,
    email: login?.email,
    toast: undefined,
    correlationId,
    searchText: ''
  }
}

function kindOf(status: number): ErrorKind {
  if (status === 404) return 'not-found'
  if (status === 429) return 'too-many'
  return status < 500 ? 'bad-request' : 'fault'
}

function wantsJson({ headers }: FastifyRequest): boolean {
  return headers.accept?.startsWith('application/json') ?? false
}
