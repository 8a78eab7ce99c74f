import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { logStream } from '../../src/elk/keep-template.ts'

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'docker', 'elk')
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

type Fields = Readonly<Record<string, { readonly type?: string; readonly properties?: Fields }>>
const template = JSON.parse(read('elasticsearch/index-template.json')) as {
  readonly index_patterns: readonly string[]
  readonly data_stream: object
  readonly template: {
    readonly lifecycle: object
    readonly mappings: { readonly dynamic: unknown; readonly properties: Fields }
  }
}
const { mappings, lifecycle } = template.template
const mapped = namesOf(mappings.properties)
const pipeline = read('logstash/pipeline/logs.conf').replace(/^\s*#.*$/gm, '')
const compose = read('compose.yml')

type SavedObject = {
  readonly id: string
  readonly type: string
  readonly attributes: Readonly<Record<string, unknown>> & {
    readonly columns?: readonly string[]
    readonly visState?: string
    readonly uiStateJSON?: string
    readonly optionsJSON?: string
    readonly panelsJSON?: string
    readonly kibanaSavedObjectMeta?: { readonly searchSourceJSON: string }
  }
  readonly references: readonly {
    readonly id: string
    readonly name: string
    readonly type: string
  }[]
}
const objects = read('kibana/objects.ndjson')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as SavedObject)

test('lines are kept in one data stream that no built-in template takes, for a bounded time', () => {
  assert.deepEqual(template.index_patterns, [logStream])
  assert.deepEqual(template.data_stream, {})
  assert.deepEqual(lifecycle, { data_retention: '7d' })
  // The templates that every Elasticsearch brings along take names such as logs-a-b.
  assert.doesNotMatch(logStream, /^(logs|metrics|synthetics|traces)-/)
  assert.match(pipeline, new RegExp(`index => "${logStream}"`))
})

test('no line can make a field', () => {
  assert.equal(mappings.dynamic, false)
  assert.equal(mappings.properties['labels']?.type, 'flattened')
  assert.doesNotMatch(JSON.stringify(mappings), /"dynamic":(true|"true"|"runtime")/)
})

test('every field of a line has its place', () => {
  const places: Readonly<Record<string, string>> = {
    level: '[log][level]',
    msg: 'message',
    service: '[service][name]',
    version: '[service][version]',
    instance: '[service][node][name]',
    traceId: '[trace][id]',
    spanId: '[span][id]',
    method: '[http][request][method]',
    status: '[http][response][status_code]',
    path: '[url][path]',
    'err][type': '[error][type]',
    'err][message': '[error][message]',
    'err][stack': '[error][stack_trace]',
    'err][code': '[error][code]'
  }
  for (const [field, place] of Object.entries(places)) {
    assert.ok(pipeline.includes(`"[line][${field}]" => "${place}"`), field)
    const name = place.replaceAll('][', '.').replace(/^\[|\]$/g, '')
    assert.ok(mapped.includes(name), `${name} is not mapped`)
  }
  assert.match(pipeline, /match => \["\[line\]\[time\]", "ISO8601", "UNIX_MS"\]/)
  assert.match(pipeline, /"\[event\]\[duration\]" => "%\{\[line\]\[durationMs\]\}000000"/)
  assert.match(pipeline, /rename => \{ "line" => "labels" \}/)
})

test('the views are what Kibana imports: every reference and every inner JSON is whole', () => {
  assert.deepEqual(
    objects.filter(({ type }) => type === 'search').map(({ attributes }) => attributes['title']),
    ['Errors by service', 'One request by correlation id', 'Checkouts']
  )
  const known = new Set(objects.map(({ type, id }) => `${type}:${id}`))
  assert.equal(known.size, objects.length)
  for (const { id, attributes, references } of objects) {
    for (const { type, id: other } of references) {
      assert.ok(known.has(`${type}:${other}`), `${id} refers to ${type}:${other}`)
    }
    const names = references.map(({ name }) => name)
    const { indexRefName } = sourceOf(attributes)
    if (indexRefName !== undefined) assert.ok(names.includes(indexRefName), id)
    for (const { panelIndex, panelRefName } of panelsOf(attributes)) {
      assert.ok(names.includes(`${panelIndex}:${panelRefName}`), `${id}: ${panelIndex}`)
    }
    for (const text of [attributes.visState, attributes.uiStateJSON, attributes.optionsJSON]) {
      assert.doesNotThrow(() => JSON.parse(text ?? '{}'), id)
    }
  }
})

test('every field that a view names is mapped', () => {
  const isKnown = (name: string): boolean => mapped.includes(name) || name.startsWith('labels.')
  for (const { id, attributes } of objects) {
    const columns = attributes.columns ?? []
    const query = sourceOf(attributes).query?.query ?? ''
    const asked = [...query.matchAll(/([\w.@]+)\s*(?::|>=)/g)].map(match => match[1] ?? '')
    const drawn = [...(attributes.visState ?? '').matchAll(/"field":"([^"]+)"/g)]
    const all = [...columns, ...asked, ...drawn.map(match => match[1] ?? '')]
    assert.deepEqual(
      all.filter(name => !isKnown(name)),
      [],
      id
    )
  }
})

test('only Kibana is published, on loopback, and each of the three has its bounds', () => {
  assert.deepEqual(compose.match(/ports: .*/g), ["ports: ['127.0.0.1:${KIBANA_PORT:-5601}:5601']"])
  const [, part = ''] = compose.split(/\n(?:services|volumes):\n/)
  const services = `\n${part}`.split(/\n {2}(?=[\w-]+:\n)/).slice(1)
  assert.equal(services.length, 4)
  for (const service of services) {
    assert.match(service, /<<: \*elk|profiles: \[elk\]/)
    assert.match(service, /healthcheck:/)
  }
})

function namesOf(fields: Fields, above = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, { properties }]) =>
    properties === undefined ? [above + name] : namesOf(properties, `${above}${name}.`)
  )
}

function sourceOf(attributes: SavedObject['attributes']): {
  readonly query?: { readonly query: string }
  readonly indexRefName?: string
} {
  return JSON.parse(attributes.kibanaSavedObjectMeta?.searchSourceJSON ?? '{}') as object
}

function panelsOf(
  attributes: SavedObject['attributes']
): readonly { readonly panelIndex: string; readonly panelRefName: string }[] {
  return JSON.parse(attributes.panelsJSON ?? '[]') as never
}
