import { html, raw, type Html } from '@microzon/shared/html'
import { formatMicros } from '../durations.ts'
import { isFailed, serviceOf, type TraceRow, type TraceTree } from '../trace-tree.ts'
import type { ZipkinSpan } from '../zipkin-span.ts'
import { layout, serviceName } from './layout.ts'
import { isoTime, timeOfDay } from './times.ts'

/**
 * One trace: its facts, then every span as a bar on a common axis, with what it carries folded
 * below.
 */
export function tracePage(tree: TraceTree): Html {
  const [root] = tree.rows
  const title = root === undefined ? 'Trace' : `${serviceOf(root.span)} ${root.span.name ?? ''}`
  return layout({
    title,
    section: 'traces',
    body: html`<h1>${title}</h1>
      ${facts(tree)}
      <div class="trace">
        ${axis(tree)}
        <ol class="spans">
          ${tree.rows.map(row => spanRow(row, tree))}
        </ol>
      </div>`
  })
}

function facts(tree: TraceTree): Html {
  const { traceId, rows, services, failures, durationMicros, startMicros } = tree
  const at = startMicros / 1000
  return html`<dl class="facts">
      <div>
        <dt>Duration</dt>
        <dd>${formatMicros(durationMicros)}</dd>
      </div>
      <div>
        <dt>Begun (UTC)</dt>
        <dd><time datetime="${isoTime(at)}">${timeOfDay(at)}</time></dd>
      </div>
      <div>
        <dt>Spans</dt>
        <dd>${rows.length}</dd>
      </div>
      <div>
        <dt>Errors</dt>
        <dd ${failures > 0 && raw('class="bad"')}>${failures}</dd>
      </div>
      <div>
        <dt>Trace and correlation id</dt>
        <dd><code>${traceId}</code></dd>
      </div>
    </dl>
    <p class="links">
      <a class="button" href="${logsUrl(traceId)}">Log lines of this trace</a>
      <a href="/api/v2/trace/${traceId}">JSON</a>
    </p>
    <p class="names">${services.map(service => serviceName(service, services))}</p>`
}

function axis({ durationMicros }: TraceTree): Html {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(share => formatMicros(durationMicros * share))
  return html`<div class="axis" aria-hidden="true">
    <span>Span</span>
    <span class="ticks">${ticks.map(text => html`<span>${text}</span>`)}</span>
    <span class="number">Duration</span>
  </div>`
}

function spanRow(row: TraceRow, tree: TraceTree): Html {
  const { span, depth, isOrphan } = row
  const service = serviceOf(span)
  const index = Math.max(0, tree.services.indexOf(service)) % 8
  const failed = isFailed(span)
  const callee = span.kind === 'CLIENT' ? span.remoteEndpoint?.serviceName : undefined
  return html`<li>
    <details>
      <summary class="d${Math.min(depth, depthShown)} s${index}">
        <span class="who"
          >${serviceName(service, tree.services)}
          <span class="name">${span.name ?? '(no name)'}</span>
          ${callee !== undefined && html`<small>calls ${callee}</small>`}
          ${isOrphan && html`<small>its caller is missing</small>`}
          ${failed && html`<strong class="bad">${failureOf(span)}</strong>`}</span
        >
        ${bar(row, tree)}
        <span class="number"
          >${span.duration === undefined ? 'open' : formatMicros(row.durationMicros)}</span
        >
      </summary>
      ${details(row, tree)}
    </details>
  </li>`
}

/** Drawn in attributes: the page's policy allows no inline style. */
function bar(row: TraceRow, { durationMicros, startMicros }: TraceTree): Html {
  const x = (micros: number): number =>
    durationMicros === 0 ? 0 : Math.round((micros / durationMicros) * 10_000) / 10
  const width = Math.max(4, x(row.durationMicros))
  const from = Math.min(x(row.offsetMicros), 1000 - width)
  const marks = (row.span.annotations ?? []).slice(0, marksMax)
  return html`<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
    ${[250, 500, 750].map(at => html`<line class="tick" x1="${at}" x2="${at}" y1="0" y2="20" />`)}
    <rect
      class="${isFailed(row.span) ? 'fill failed' : 'fill'}"
      x="${from}"
      y="4"
      width="${width}"
      height="12"
    />
    ${marks.map(({ timestamp }) => {
      const at = Math.min(1000, Math.max(0, x(timestamp - startMicros)))
      return html`<line class="mark" x1="${at}" x2="${at}" y1="1" y2="19" />`
    })}
  </svg>`
}

function details(row: TraceRow, tree: TraceTree): Html {
  const { span, offsetMicros } = row
  const remote = span.remoteEndpoint
  const facts: readonly (readonly [string, string])[] = [
    ['starts after', formatMicros(offsetMicros)],
    ['kind', span.kind?.toLowerCase() ?? 'local'],
    ['listens at', addressOf(span.localEndpoint)],
    ['other side', [remote?.serviceName, addressOf(remote)].filter(Boolean).join(' at ')],
    ['span id', span.id],
    ['parent id', span.parentId ?? '']
  ]
  const tags = Object.entries(span.tags ?? {})
  const shown = [...tags, ...facts.filter(([, value]) => value !== '')]
  return html`<div class="details">
    <table>
      <tbody>
        ${shown.map(
          ([key, value]) =>
            html`<tr ${key === 'error' && raw('class="bad"')}>
              <th scope="row">${key}</th>
              <td>${value || 'yes'}</td>
            </tr>`
        )}
        ${(span.annotations ?? []).map(
          ({ timestamp, value }) =>
            html`<tr>
              <th scope="row">after ${formatMicros(Math.max(0, timestamp - tree.startMicros))}</th>
              <td>${value}</td>
            </tr>`
        )}
      </tbody>
    </table>
    <p><a href="${logsUrl(tree.traceId, serviceOf(span))}">Log lines of ${serviceOf(span)}</a></p>
  </div>`
}

/** In short; the whole text stands among the tags. */
function failureOf(span: ZipkinSpan): string {
  const text = span.tags?.['error'] || 'error'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function addressOf(endpoint: { ipv4?: string; ipv6?: string; port?: number } | undefined): string {
  if (endpoint === undefined) return ''
  const address = endpoint.ipv4 ?? (endpoint.ipv6 === undefined ? '' : `[${endpoint.ipv6}]`)
  return endpoint.port === undefined ? address : `${address}:${endpoint.port}`
}

/** The trace's correlation id has 32 digits even where Zipkin shows 16. */
function logsUrl(traceId: string, service?: string): string {
  const correlation = traceId.padStart(32, '0')
  const query = new URLSearchParams({ correlation, ...(service === undefined ? {} : { service }) })
  return `/logs?${query}`
}

const depthShown = 16
const marksMax = 50
