import { html, raw, type Html } from '@microzon/shared/html'
import type { CheckRecord, ServiceRecord } from '../state/model.ts'
import { sinceWords, clockTime, counted } from './words.ts'

export type Instance = {
  readonly service: ServiceRecord
  readonly checks: readonly CheckRecord[]
}

export type RegistryView = {
  readonly instances: readonly Instance[]
  readonly index: number
  /** Epoch milliseconds. */
  readonly now: number
  readonly stylesheetUrl: string
}

/**
 * Every service with its instances and their checks. It loads itself again, since what it shows
 * changes by the second.
 */
export function registryPage({ instances, index, now, stylesheetUrl }: RegistryView): Html {
  const byName = Map.groupBy(instances, ({ service }) => service.name)
  const names = [...byName.keys()].toSorted()
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="refresh" content="${refreshSeconds}" />
        <title>Services · Microzon registry</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${stylesheetUrl}" />
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/ui/">Microzon <span>registry</span></a>
          <p>Index ${index}, at ${clockTime(now)} UTC</p>
        </header>
        <main>
          <h1>${counted(names.length, 'service')}, ${counted(instances.length, 'instance')}</h1>
          ${names.map(name => serviceSection(name, byName.get(name) ?? [], now))}
          ${names.length === 0 && nothing}
        </main>
      </body>
    </html>`
}

const refreshSeconds = 2

const nothing = html`<section class="empty">
  <h2>Nobody is registered</h2>
  <p>A service registers once it is ready.</p>
</section>`

function serviceSection(name: string, instances: readonly Instance[], now: number): Html {
  const ready = instances.filter(({ checks }) => stateOf(checks) === 'ready').length
  return html`<section>
    <h2>${name} <small>${ready} of ${instances.length} ready</small></h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Instances of ${name}">
      <table>
        <thead>
          <tr>
            <th scope="col">Instance</th>
            <th scope="col">State</th>
            <th scope="col">Address</th>
            <th scope="col">Version</th>
            <th scope="col">Checks</th>
          </tr>
        </thead>
        <tbody>
          ${instances.map(instance => instanceRow(instance, now))}
        </tbody>
      </table>
    </div>
  </section>`
}

function instanceRow({ service, checks }: Instance, now: number): Html {
  const state = stateOf(checks)
  const { instance, version, lab } = service.meta
  return html`<tr>
    <th scope="row">${instance ?? service.id}<small>${service.id}</small></th>
    <td><strong class="${state}">${state}</strong></td>
    <td>${service.address}:${service.port}${lab && html`<small>${lab}</small>`}</td>
    <td>${version}</td>
    <td>
      <ul>
        ${checks.map(check => checkItem(check, now))}
      </ul>
    </td>
  </tr>`
}

function checkItem({ name, status, notes, output, since }: CheckRecord, now: number): Html {
  const detail = (notes || output).slice(0, detailMax)
  return html`<li>
    <span class="${status}">${status}</span> ${name}, ${sinceWords(since, now)}
    ${detail && html`<small>${detail}</small>`}
  </li>`
}

const detailMax = 300

type State = 'ready' | 'warning' | 'failing' | 'draining'

function stateOf(checks: readonly CheckRecord[]): State {
  if (checks.some(({ type }) => type === 'maintenance')) return 'draining'
  if (checks.some(({ status }) => status === 'critical')) return 'failing'
  return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ready'
}
