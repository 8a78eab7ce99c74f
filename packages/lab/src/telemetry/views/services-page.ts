import { html, raw, type Html } from '@microzon/shared/html'
import type { DependencyLink } from '../dependency-links.ts'
import { layout, serviceName } from './layout.ts'

/** Who called whom in the last hour. */
export function servicesPage(links: readonly DependencyLink[]): Html {
  const services = [...new Set(links.flatMap(({ parent, child }) => [parent, child]))].toSorted()
  const ordered = links.toSorted(
    (a, b) => a.parent.localeCompare(b.parent) || b.callCount - a.callCount
  )
  return layout({
    title: 'Calls',
    section: 'services',
    body: html`<h1>Calls between services</h1>
      <p class="count">As counted in the traces of the last hour.</p>
      ${
        ordered.length === 0
          ? html`<section class="empty">
              <h2>No calls yet</h2>
              <p>Open a page of the shop, then look again.</p>
            </section>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Calls">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Caller</th>
                    <th scope="col">Called</th>
                    <th scope="col" class="number">Calls</th>
                    <th scope="col" class="number">Errors</th>
                    <th scope="col">Traces</th>
                  </tr>
                </thead>
                <tbody>
                  ${ordered.map(link => linkRow(link, services))}
                </tbody>
              </table>
            </div>`
      }`
  })
}

function linkRow(
  { parent, child, callCount, errorCount = 0 }: DependencyLink,
  services: readonly string[]
): Html {
  const query = new URLSearchParams({ serviceName: child })
  return html`<tr>
    <td>${serviceName(parent, services)}</td>
    <td>${serviceName(child, services)}</td>
    <td class="number">${callCount}</td>
    <td ${errorCount > 0 ? raw('class="number bad"') : raw('class="number"')}>${errorCount}</td>
    <td><a href="/zipkin/?${query.toString()}">Traces of ${child}</a></td>
  </tr>`
}
