import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '@microzon/shared/errors'
import type { Service } from '@microzon/shared/service'

const openRoutes = new Set(['/livez', '/readyz', '/metrics', '/openapi.json'])

/** Asks for `Authorization: Bearer <key>` on every route but the probes. */
export function requireApiKey(app: Service, apiKey: string): void {
  const expected = digest(`Bearer ${apiKey}`)
  app.addHook('onRequest', (request, _reply, done) => {
    const isOpen = openRoutes.has(request.routeOptions.url ?? '')
    const isKnown = timingSafeEqual(digest(request.headers.authorization ?? ''), expected)
    done(isOpen || isKnown ? undefined : new DomainError('API_KEY_WRONG', 'a good key is needed'))
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
