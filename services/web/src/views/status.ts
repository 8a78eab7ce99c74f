import { html, type Html } from '@microzon/shared/html'
import { formatClock, formatMs, formatSpan, formatTime } from './format.ts'
import { notice } from './form.ts'
import { icon } from './icons.ts'
import { layout } from './layout.ts'
import type { CallsModel, Frame, InstanceModel, StatusModel } from './models.ts'
import { sparkLine } from './spark.ts'
import { wordsOf } from './words/index.ts'

type ServiceModel = StatusModel['services'][number]

const refreshSeconds = 5

/** Every service with its instances, problems first. Refreshes itself, with script or without. */
export function statusPage(frame: Frame, model: StatusModel): Html {
  const { status: words } = wordsOf(frame.locale)
  return layout(frame, {
    title: words.title,
    kind: 'operator',
    isLive: true,
    refreshSeconds,
    main: html`<header class="list-top">
        <div>
          <h1>${words.title}</h1>
          <p class="count">${words.lead}</p>
        </div>
        <button class="quiet scripted" type="button" data-pause="status" aria-pressed="false">
          ${words.pause}
        </button>
      </header>
      ${statusSection(frame, model)}`
  })
}

function statusSection(frame: Frame, model: StatusModel): Html {
  const { locale } = frame
  const { status: words } = wordsOf(locale)
  const { refreshedAt } = model
  const services = model.services.toSorted((left, right) => rankOf(left) - rankOf(right))
  const sick = services.filter(service => rankOf(service) < healthy).length
  return html`<section
    class="status"
    id="status"
    hx-get="/status/services"
    hx-trigger="every ${refreshSeconds}s"
    hx-select="#status"
    hx-swap="none"
    hx-status:2xx="swap:outerMorph"
  >
    ${notice(sick > 0 ? 'warn' : 'good', sick > 0 ? words.problems(sick) : words.fine)}
    <p class="hint">
      <time datetime="${new Date(refreshedAt).toISOString()}"
        >${words.refreshed(formatTime(refreshedAt, locale))}</time
      >
      ${words.again}
    </p>
    <ul class="services">
      ${services.map(service => html`<li>${serviceCard(frame, service, refreshedAt)}</li>`)}
    </ul>
  </section>`
}

function serviceCard(frame: Frame, service: ServiceModel, now: number): Html {
  const { status: words } = wordsOf(frame.locale)
  const { name, instances } = service
  const ready = instances.filter(({ state }) => state === 'ready').length
  const rows = instances.toSorted(
    (left, right) => orderOfState[left.state] - orderOfState[right.state]
  )
  const { instance, state, version, since, traffic } = words
  return html`<article class="panel ${rankOf(service) < healthy && 'sick'}">
    <header>
      <h2>${name}</h2>
      <p class="count">${words.ready(ready, instances.filter(isThere).length)}</p>
    </header>
    ${factsOf(frame, service)}
    ${
      rows.length === 0
        ? html`<p>${words.none}</p>`
        : html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
            <table>
              <thead>
                <tr>
                  ${[state, instance, version, since, traffic].map(
                    title => html`<th scope="col">${title}</th>`
                  )}
                </tr>
              </thead>
              <tbody>
                ${rows.map(each => row(frame, each, now))}
              </tbody>
            </table>
          </div>`
    }
  </article>`
}

function row({ locale }: Frame, instance: InstanceModel, now: number): Html {
  const { status: words } = wordsOf(locale)
  const { id, address, port, version, state, since } = instance
  return html`<tr>
    <td><span class="state ${state}">${icon(state)} ${words.states[state]}</span></td>
    <td>
      ${id}<br /><code>${address}:${port}</code>${instance.calls && calls(instance.calls, locale)}
    </td>
    <td>${version}</td>
    <td>
      <time datetime="${new Date(since).toISOString()}"
        >${formatClock(since, { day: now, locale })}<br /><span class="hint"
          >${formatSpan(now - since, locale)}</span
        ></time
      >
    </td>
    <td>${traffic(instance, locale)}</td>
  </tr>`
}

/** Where the set comes from and how old it is, and how web's client stands towards the service. */
function factsOf({ locale }: Frame, { source, mechanism, ageMs, client }: ServiceModel): Html {
  const { status: words } = wordsOf(locale)
  const facts = [
    ...(mechanism !== undefined && ageMs !== undefined
      ? [words.from(mechanism, formatSpan(ageMs, locale))]
      : []),
    ...(client === undefined
      ? []
      : [
          words.inFlight(client.inFlight),
          words.retries(client.retries),
          words.throttled(Math.round(client.throttled * 100))
        ])
  ]
  return html`<p class="hint facts">
    ${source !== 'live' && html`${words.sources[source]}<br />`} ${facts.map(unbroken).join(' · ')}
  </p>`
}

function calls(
  { inFlight, estimateMs, circuit, ejections, retryInMs = 0 }: CallsModel,
  locale: Frame['locale']
): Html {
  const { status: words } = wordsOf(locale)
  const load = [words.inFlight(inFlight), words.estimate(formatMs(estimateMs, locale))]
  return html`<br /><span class="hint">${load.map(unbroken).join(' · ')}</span>${
      circuit === 'closed'
        ? ejections > 0 && html`<br /><span class="hint">${words.ejections(ejections)}</span>`
        : html`<br /><span class="bad-text"
              >${words.circuits[circuit](formatSpan(retryInMs, locale))}</span
            >`
    }`
}

function traffic({ seconds }: InstanceModel, locale: Frame['locale']): Html {
  const { status: words } = wordsOf(locale)
  const requests = seconds.reduce((sum, second) => sum + second.requests, 0)
  if (requests === 0) return html`<span class="hint">${words.quiet}</span>`
  const errors = seconds.reduce((sum, second) => sum + second.errors, 0)
  const totalMs = seconds.reduce((sum, second) => sum + second.meanMs * second.requests, 0)
  const mean = formatMs(totalMs / requests, locale)
  const worst = formatMs(Math.max(...seconds.map(({ meanMs }) => meanMs)), locale)
  return html`<div class="traffic">
    ${sparkLine(seconds, words.spark(mean, worst))}
    <span>${mean}</span>
    <span>${words.requests(requests)}</span>
    <span class="${errors > 0 && 'bad-text'}">${words.errors(errors)}</span>
  </div>`
}

/** In one line, wherever it stands. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

const healthy = 3
const orderOfState = { failing: 0, draining: 1, ready: 2, gone: 3 } as const

/** Lower is worse: nobody ready, somebody failing, an old view of the registry, all well. */
function rankOf({ instances, source }: ServiceModel): number {
  if (!instances.some(({ state }) => state === 'ready')) return 0
  if (instances.some(({ state }) => state === 'failing')) return 1
  return source === 'live' ? healthy : 2
}

function isThere({ state }: InstanceModel): boolean {
  return state !== 'gone'
}
