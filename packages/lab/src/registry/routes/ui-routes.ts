import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { renderHtml } from '@microzon/shared/html'
import type { Route } from '../http/router.ts'
import { registryPage } from '../views/registry-page.ts'
import type { RegistryPorts } from './ports.ts'

/** `/ui/`: the same for people. */
export function uiRoutes({ catalog, revision, clock }: RegistryPorts): readonly Route[] {
  const page = (): string => {
    const instances = catalog
      .services()
      .map(service => ({ service, checks: catalog.checksOf(service.id) }))
    const view = { instances, index: revision.current(), now: clock.now(), stylesheetUrl }
    return renderHtml(registryPage(view))
  }
  return [
    { method: 'GET', path: '/', handle: () => ({ status: 301, headers: { location: '/ui/' } }) },
    { method: 'GET', path: '/ui/', handle: () => ({ headers: pageHeaders, body: page() }) },
    {
      method: 'GET',
      path: '/ui/registry.css',
      handle: () => ({ headers: stylesheetHeaders, body: stylesheet })
    }
  ]
}

const stylesheet = readFileSync(new URL('../public/registry.css', import.meta.url), 'utf8')
const hash = createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)
/** Changes with its content, so that browsers may keep it. */
const stylesheetUrl = `/ui/registry.css?v=${hash}`

const stylesheetHeaders = {
  'content-type': 'text/css; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable'
}

/** What services say of themselves stands on the page: it may run nothing and load only its own style. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'"
}
