import { html, raw, type Html } from '@microzon/shared/html'
import { briefFields, fieldText } from '../log-fields.ts'
import { levelNames } from '../log-line.ts'
import { parameterOf, type QueryParameters } from '../trace-query.ts'
import { layout, select } from './layout.ts'
import { counted, isoTime, timeOfDay } from './times.ts'

export type LogList = {
  readonly parameters: QueryParameters
  readonly writers: readonly { readonly service: string; readonly instance: string }[]
  /** JSON texts. */
  readonly lines: readonly string[]
  readonly problem?: string
}

/** Search and its result, the latest line last. */
export function logsPage(list: LogList): Html {
  const { lines, problem, parameters } = list
  const follows = parameterOf(parameters, 'follow') !== undefined
  return layout({
    title: 'Logs',
    section: 'logs',
    ...(follows ? { refreshSeconds: 2 } : {}),
    body: html`<h1>Logs</h1>
      ${searchForm(list)}
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      ${traceLink(parameters)} ${lines.length === 0 ? nothingFound(problem) : lineList(lines)}`
  })
}

function searchForm({ parameters, writers }: LogList): Html {
  const value = (key: string): string => parameterOf(parameters, key) ?? ''
  const pairs = (names: readonly string[]): readonly (readonly [string, string])[] =>
    [...new Set(names)]
      .filter(Boolean)
      .toSorted()
      .map(name => [name, name])
  return html`<form class="search" method="get" action="/logs">
    ${select({
      name: 'service',
      label: 'Service',
      all: 'All services',
      options: pairs(writers.map(writer => writer.service)),
      value: value('service')
    })}
    ${select({
      name: 'instance',
      label: 'Instance',
      all: 'All instances',
      options: pairs(writers.map(writer => writer.instance)),
      value: value('instance')
    })}
    ${select({
      name: 'level',
      label: 'Level',
      all: 'All levels',
      options: levelNames.map(name => [name, name === 'fatal' ? name : `${name} and above`]),
      value: value('level')
    })}
    <label>Contains <input name="q" value="${value('q')}" autocomplete="off" /></label>
    <label
      >Correlation id
      <input
        name="correlation"
        value="${value('correlation')}"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <label class="check"
      ><input type="checkbox" name="follow" value="1" ${value('follow') !== '' && raw('checked')} />
      Refresh every 2 s</label
    >
    <button type="submit">Find lines</button>
  </form>`
}

function traceLink(parameters: QueryParameters): Html {
  const correlation = parameterOf(parameters, 'correlation') ?? ''
  if (!/^[0-9a-f]{16,32}$/i.test(correlation)) return html``
  return html`<p class="links">
    <a class="button" href="/zipkin/traces/${correlation.toLowerCase()}"
      >Trace of this correlation id</a
    >
  </p>`
}

function nothingFound(problem: string | undefined): Html {
  if (problem !== undefined) return html``
  return html`<section class="empty">
    <h2>No lines found</h2>
    <p>Lines come in every 0.2 seconds. Try fewer conditions.</p>
  </section>`
}

function lineList(lines: readonly string[]): Html {
  return html`<p class="count">${counted(lines.length, 'line')}, the latest last. Times are UTC.</p>
    <ol class="lines">
      ${lines.map(line => lineRow(JSON.parse(line) as Readonly<Record<string, unknown>>))}
    </ol>`
}

function lineRow(fields: Readonly<Record<string, unknown>>): Html {
  const { time, level, service, instance, msg, traceId } = fields
  const at = typeof time === 'number' ? time : Date.parse(fieldText(time))
  const name = levelOf(level)
  return html`<li>
    <details>
      <summary>
        <time datetime="${isoTime(at)}">${timeOfDay(at)}</time>
        <span class="level ${name}">${name}</span>
        <span class="instance">${fieldText(instance ?? service)}</span>
        <span class="message">${fieldText(msg)} <small>${brief(fields)}</small></span>
      </summary>
      <pre tabindex="0">${unfold(fields)}</pre>
      ${
        typeof traceId === 'string' &&
        /^[0-9a-f]{16,32}$/.test(traceId) &&
        html`<p>
          <a href="/zipkin/traces/${traceId}">Trace</a>
          <a href="/logs?correlation=${traceId}">All lines of it</a>
        </p>`
      }
    </details>
  </li>`
}

function levelOf(level: unknown): string {
  if (typeof level === 'number') return levelNames[Math.floor(level / 10) - 1] ?? 'info'
  return levelNames.find(name => name === level) ?? 'info'
}

function brief(fields: Readonly<Record<string, unknown>>): string {
  return briefFields(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join('  ')
}

/** All fields as JSON, then each stack as it is meant to be read. */
function unfold(fields: Readonly<Record<string, unknown>>): string {
  const stacks: string[] = []
  const rest = JSON.stringify(
    fields,
    (key, value: unknown) => {
      if (key !== 'stack' || typeof value !== 'string') return value
      stacks.push(value)
      return undefined
    },
    2
  )
  return [rest, ...stacks].join('\n\n')
}
