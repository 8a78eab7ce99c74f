import { html, raw, type Html } from '@microzon/shared/html'
import { stylesheet } from '../routes/stylesheet.ts'

export type Section = 'traces' | 'services' | 'logs'

/** The frame of every page. `refreshSeconds` lets a browser without script follow. */
export function layout(page: {
  readonly title: string
  readonly section?: Section
  readonly refreshSeconds?: number
  readonly body: Html
}): Html {
  const { title, section, refreshSeconds, body } = page
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <title>${title} · Microzon telemetry</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${stylesheet.url}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/zipkin/">Microzon <span>telemetry</span></a>
          <nav aria-label="Telemetry">${sections.map(item => sectionLink(item, section))}</nav>
        </header>
        <main id="main">${body}</main>
      </body>
    </html>`
}

/** A page that only says something. */
export function messagePage(title: string, text: string): Html {
  return layout({
    title,
    body: html`<section class="empty">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="/zipkin/">All traces</a></p>
    </section>`
  })
}

/** A choice of one value; the empty one stands for all. */
export function select(field: {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly value: string | undefined
}): Html {
  const { name, label, all, options, value } = field
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">${all}</option>
      ${options.map(
        ([option, text]) =>
          html`<option value="${option}" ${option === value && raw('selected')}>${text}</option>`
      )}
    </select></label
  >`
}

/** A mark of the service's own colour. The name is always beside it. */
export function serviceName(service: string, services: readonly string[]): Html {
  const index = Math.max(0, services.indexOf(service)) % 8
  return html`<span class="service s${index}"><i aria-hidden="true"></i>${service}</span>`
}

const sections: readonly { readonly id: Section; readonly href: string; readonly text: string }[] =
  [
    { id: 'traces', href: '/zipkin/', text: 'Traces' },
    { id: 'services', href: '/zipkin/dependency', text: 'Calls' },
    { id: 'logs', href: '/logs', text: 'Logs' }
  ]

function sectionLink(item: (typeof sections)[number], section: Section | undefined): Html {
  return html`<a href="${item.href}" ${item.id === section && raw('aria-current="page"')}
    >${item.text}</a
  >`
}
