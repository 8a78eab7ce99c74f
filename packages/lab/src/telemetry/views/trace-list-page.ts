import { html, raw, type Html } from '@microzon/shared/html'
import { formatMicros } from '../durations.ts'
import { parameterOf, type QueryParameters } from '../trace-query.ts'
import { serviceOf, type TraceTree } from '../trace-tree.ts'
import { layout, select, serviceName } from './layout.ts'
import { ago, counted, isoTime, timeOfDay } from './times.ts'

export type TraceList = {
  readonly parameters: QueryParameters
  readonly services: readonly string[]
  readonly spanNames: readonly string[]
  readonly traces: readonly TraceTree[]
  readonly problem?: string
  readonly nowMs: number
}

/** Search and its result, the latest first. */
export function traceListPage(list: TraceList): Html {
  const { traces, problem } = list
  return layout({
    title: 'Traces',
    section: 'traces',
    body: html`<h1>Traces</h1>
      ${searchForm(list)}
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      ${traces.length === 0 ? nothingFound(list) : resultTable(list)}`
  })
}

function searchForm({ parameters, services, spanNames }: TraceList): Html {
  const value = (key: string): string => parameterOf(parameters, key) ?? ''
  const pairs = services.map(service => [service, service] as const)
  return html`<form class="search" method="get" action="/zipkin/">
    ${select({
      name: 'serviceName',
      label: 'Service',
      all: 'All services',
      options: pairs,
      value: value('serviceName')
    })}
    <label
      >Span name
      <input name="spanName" value="${value('spanName')}" list="span-names" autocomplete="off" />
      <datalist id="span-names">
        ${spanNames.map(name => html`<option value="${name}"></option>`)}
      </datalist>
    </label>
    <label
      >Tags
      <input
        name="annotationQuery"
        value="${value('annotationQuery')}"
        placeholder="http.status_code=500 and retry"
        autocomplete="off"
    /></label>
    <label class="short"
      >At least (ms)
      <input name="minMs" value="${value('minMs')}" inputmode="numeric" pattern="[0-9]{1,6}"
    /></label>
    ${select({
      name: 'lookback',
      label: 'Begun',
      all: 'in the last day',
      options: lookbacks,
      value: value('lookback')
    })}
    <label class="short"
      >Trace id <input name="traceId" autocomplete="off" spellcheck="false"
    /></label>
    <label class="check"
      ><input type="checkbox" name="failed" value="1" ${value('failed') !== '' && raw('checked')} />
      Failed only</label
    >
    <button type="submit">Find traces</button>
  </form>`
}

function nothingFound({ services, problem }: TraceList): Html {
  if (problem !== undefined) return html``
  const hint =
    services.length === 0
      ? 'No service has sent a span yet. Open a page of the shop, then look again.'
      : 'Try a longer time or fewer conditions.'
  return html`<section class="empty">
    <h2>No traces found</h2>
    <p>${hint}</p>
  </section>`
}

function resultTable(list: TraceList): Html {
  const longest = Math.max(1, ...list.traces.map(trace => trace.durationMicros))
  return html`<p class="count">
      ${counted(list.traces.length, 'trace')}, the latest first. Times are UTC.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Traces found">
      <table class="traces">
        <thead>
          <tr>
            <th scope="col">Begun</th>
            <th scope="col">Root</th>
            <th scope="col">Services</th>
            <th scope="col" class="number">Spans</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          ${list.traces.map(trace => resultRow(trace, list, longest))}
        </tbody>
      </table>
    </div>`
}

function resultRow(trace: TraceTree, { services, nowMs }: TraceList, longest: number): Html {
  const [root] = trace.rows
  if (root === undefined) return html``
  const at = trace.startMicros / 1000
  const width = Math.max(2, Math.round((trace.durationMicros / longest) * 200))
  return html`<tr ${trace.failures > 0 && raw('class="failed"')}>
    <td>
      <time datetime="${isoTime(at)}">${timeOfDay(at)}</time>
      <small>${ago(at, nowMs)}</small>
    </td>
    <td class="root">
      <a href="/zipkin/traces/${trace.traceId}"
        >${serviceName(serviceOf(root.span), services)} ${root.span.name ?? '(no name)'}</a
      >
      ${trace.failures > 0 && html`<strong class="bad">${counted(trace.failures, 'error')}</strong>`}
    </td>
    <td class="names">${trace.services.map(service => serviceName(service, services))}</td>
    <td class="number">${trace.rows.length}</td>
    <td class="length">
      <span class="number">${formatMicros(trace.durationMicros)}</span>
      <svg viewBox="0 0 200 8" aria-hidden="true"><rect width="${width}" height="8" rx="2" /></svg>
    </td>
  </tr>`
}

const lookbacks: readonly (readonly [string, string])[] = [
  ['60000', 'in the last minute'],
  ['900000', 'in the last 15 minutes'],
  ['3600000', 'in the last hour'],
  ['604800000', 'in the last week']
]
