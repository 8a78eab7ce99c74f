import type { Html } from '@microzon/shared/html'
import { renderHtml } from '@microzon/shared/html'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A browser asks for HTML by name; programs ask for JSON or for anything. */
export function wantsHtml(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html')
}

/** A page that may load this process's own style sheet and send its own forms, and nothing else. */
export function sendHtml(reply: FastifyReply, page: Html): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(renderHtml(page))
}

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join('; ')
