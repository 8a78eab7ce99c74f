import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bodyOf,
  codesWithStatus,
  imported,
  opensConnections,
  namedCodes,
  settings,
  thrownCodes,
  uses,
  type Setting
} from './tidy/facts.ts'
import { isCode, isTest, readTree, type SourceFile } from './tidy/tree.ts'

/** What no other tool holds: that the documents tell what the code does, and that the tree stays readable. */

const files = readTree()
const code = files.filter(isCode)
const byPath = new Map(files.map(file => [file.path, file]))
const services = [
  ...new Set(code.flatMap(({ path }) => /^services\/(\w+)\/src\//.exec(path)?.[1] ?? []))
]
const chassis = byPath.get('packages/shared/src/service/problem.ts')
const chassisCodes = chassis === undefined ? [] : codesWithStatus(chassis)

test('the tree is read', () => {
  assert.ok(services.includes('cart') && services.includes('edge'), services.join())
  assert.ok(chassisCodes.includes('CUSTOMER_REQUIRED'))
  assert.ok(code.length > 100)
})

test('codes, settings and imports are found however they are written', () => {
  const text = [
    "import { deadline, type Clock } from './deadline.ts'",
    "throw new DomainError(\n  'SOLD_OUT',\n  'x')",
    "if (code === 'IGNORED_HERE') return new DomainError(isGone ? 'ITEM_GONE' : 'ITEM_SOLD', 'x')",
    'const statusOf: StatusOf = {\n  SOLD_OUT: 409,\n  BUSY: 503\n}'
  ].join('\n')
  const config =
    "read.secret('SERVICE_SECRET'), read.integer('PORT', { min: 0 }), count('TRIES_MAX', 3)"
  const file = { path: 'x.ts', text }
  assert.deepEqual(thrownCodes(file), ['SOLD_OUT', 'ITEM_GONE', 'ITEM_SOLD'])
  assert.deepEqual(codesWithStatus(file), ['SOLD_OUT', 'BUSY'])
  assert.equal(uses(file, 'SOLD_OUT'), true)
  assert.equal(uses(file, 'BUSY'), false)
  assert.deepEqual(settings(config), [
    { name: 'SERVICE_SECRET', isSecret: true },
    { name: 'PORT', isSecret: false },
    { name: 'TRIES_MAX', isSecret: false }
  ])
  assert.deepEqual([...imported(text)], [['deadline', 'deadline']])
  for (const [opens, line] of [
    [true, "import { Pool, type Dispatcher } from 'undici'"],
    [false, "import type { Pool } from 'undici'"],
    [false, "import { type Pool } from 'undici'"],
    [true, "import { x } from './x.ts'\nimport {\n  connect,\n  isIPv6\n} from 'node:net'"],
    [false, "import { isIPv6 } from 'node:net'"],
    [true, "import * as http from 'node:http'"],
    [true, "await fetch('http://cart')"]
  ] as const) {
    assert.equal(opensConnections(line), opens, line)
  }
  const byVariable = "type Code = 'SOLD_OUT'\nthrow new DomainError(code, 'x')"
  assert.deepEqual(thrownCodes({ path: 'x.ts', text: byVariable }), ['SOLD_OUT'])
})

test('every code that a service throws has a status', () => {
  const missing = services.flatMap(service => {
    const sources = sourcesOf(service)
    const known = new Set([...sources.flatMap(codesWithStatus), ...chassisCodes])
    return sources.flatMap(file =>
      thrownCodes(file)
        .filter(thrown => !known.has(thrown) && !isHandled(thrown, sources))
        .map(thrown => `${file.path}: ${thrown}`)
    )
  })
  assertNone(missing)
})

test('every code that a client of web lets through has a status or is handled by a page', () => {
  const sources = sourcesOf('web')
  const known = new Set(sources.flatMap(codesWithStatus))
  const missing = sources
    .filter(({ path }) => path.includes('/src/clients/'))
    .flatMap(({ path, text }) =>
      namedCodes(text)
        .filter(passed => !known.has(passed) && !isHandled(passed, sources))
        .map(passed => `${path}: ${passed}`)
    )
  assertNone(missing)
})

test('every code with a status is used by its service', () => {
  const unused = services.flatMap(service => {
    const sources = sourcesOf(service)
    return sources
      .flatMap(codesWithStatus)
      .filter(known => !sources.some(file => uses(file, known)))
      .map(known => `${service}: ${known}`)
  })
  assertNone(unused)
})

test("every code with a status stands in its service's README", () => {
  const missing = services.flatMap(service =>
    sourcesOf(service)
      .flatMap(codesWithStatus)
      .filter(known => !readmeOf(service).includes(`\`${known}\``))
      .map(known => `${service}: ${known}`)
  )
  assertNone(missing)
})

test('every code of the chassis stands in the README of packages/shared', () => {
  const readme = byPath.get('packages/shared/README.md')?.text ?? ''
  assertNone(chassisCodes.filter(known => !readme.includes(`\`${known}\``)))
})

test("every variable that a config reads stands in its service's README", () => {
  const missing = services.flatMap(service =>
    settingsOf(service)
      .filter(({ name }) => !readmeOf(service).includes(`\`${name}\``))
      .map(({ name }) => `${service}: ${name}`)
  )
  assertNone(missing)
})

test('every README of a service with secrets says that each may come from a file', () => {
  const silent = services.filter(service => {
    const hasSecrets = settingsOf(service).some(({ isSecret }) => isSecret)
    return hasSecrets && !/_FILE`/.test(readmeOf(service))
  })
  assertNone(silent)
})

test("the configs of the lab's own processes stand in the README of packages/lab", () => {
  const readme = byPath.get('packages/lab/README.md')?.text ?? ''
  const configs = code.filter(({ path }) => /^packages\/lab\/src\/\w+\/config\.ts$/.test(path))
  const missing = configs.flatMap(({ path, text }) =>
    settings(text)
      .filter(({ name }) => !readme.includes(`\`${name}\``))
      .map(({ name }) => `${path}: ${name}`)
  )
  assertNone(missing)
})

test('only main.ts and config.ts of a service name the environment', () => {
  const others = services.flatMap(service =>
    sourcesOf(service)
      .filter(({ path }) => !/\/src\/(main|config)\.ts$/.test(path))
      .filter(({ text }) => /\bprocess\.env\b/.test(text))
      .map(({ path }) => path)
  )
  assertNone(others)
})

test('a README of a service has 40 lines at most, the one of the repository 150', () => {
  const tooLong = services.filter(service => linesOf(readmeOf(service)).length > 40)
  assertNone(tooLong)
  assert.ok(linesOf(byPath.get('README.md')?.text ?? '').length <= 150)
})

test('every layer of the client stack has a test, and a comment that tells its place', () => {
  const client = 'packages/shared/src/client'
  const text = byPath.get(`${client}/compose.ts`)?.text ?? ''
  const stacks = bodyOf(text, 'composeCall') + bodyOf(text, 'composeEndpoint')
  const layers = [...imported(text)]
    .filter(([name]) => name !== 'stack' && new RegExp(`\\b${name}\\b`).test(stacks))
    .map(([, file]) => file)
  assert.ok(layers.includes('retry') && layers.includes('balance'), layers.join())
  const tests = files.filter(({ path }) => path.startsWith('packages/shared/test/client/'))
  const untested = layers.filter(
    layer =>
      !byPath.has(`packages/shared/test/client/${layer}.test.ts`) &&
      !tests.some(file => file.text.includes(`src/client/${layer}.ts'`))
  )
  assertNone(untested)
  const place = /\b(above|below|outermost|innermost)\b/i
  assertNone(layers.filter(layer => !place.test(byPath.get(`${client}/${layer}.ts`)?.text ?? '')))
})

test('the client stack and admission write no log: they tell events', () => {
  const own = code.filter(({ path }) => /^packages\/shared\/src\/(client|admission)\//.test(path))
  assert.ok(own.length > 40)
  const writes = /\b(?:console|logger|createLogger|Logger)\b|\bprocess\.std/
  assertNone(own.filter(({ text }) => writes.test(text)).map(({ path }) => path))
})

test('nobody opens a connection but who is named here, and to a service only the client stack', () => {
  const openers = [
    'packages/shared/src/client/send.ts',
    // To a registry, to who collects logs and spans, and to the provider, which is no service of ours.
    'packages/shared/src/discovery/consul-agent.ts',
    'packages/shared/src/discovery/consul-watch.ts',
    'packages/shared/src/discovery/dns-transport.ts',
    'packages/shared/src/telemetry/sender.ts',
    'services/payment/src/clients/provider-wire.ts'
  ]
  const found = code
    .filter(({ path }) => /^(?:services\/\w+|packages\/shared)\/src\//.test(path))
    .filter(({ path }) => !path.startsWith('packages/shared/src/testing/'))
    .filter(({ text }) => opensConnections(text))
    .map(({ path }) => path)
  assert.deepEqual(found.toSorted(), openers.toSorted())
})

test('no test is singled out and nothing is left to do', () => {
  const singled = /\b(?:test|it|describe|suite)\.only\(|\bonly: true\b/
  const leftOver = new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
  const found = files
    .filter(
      ({ path }) => /\.(ts|mjs|js|css|md|yml|json)$/.test(path) && path !== 'package-lock.json'
    )
    .flatMap(file => linesWith(file, line => singled.test(line) || leftOver.test(line)))
  assertNone(found)
})

test('no file names a host of a package registry or a path of one machine', () => {
  const host =
    /\bregistry\.[\w.-]+\.(?:org|com|net|io|dev|local|internal)\b|\bnpmjs\.|"resolved": "(?=http)/
  const path = /(?<![\w.~$}/-])\/(?:home|Users|root|work|workspace|mnt)\/[\w.-]+/
  assertNone(files.flatMap(file => linesWith(file, line => host.test(line) || path.test(line))))
})

test('the catalogue says under which licence it stands', () => {
  const readme = byPath.get('services/product/catalogue/README.md')?.text ?? ''
  assert.match(readme, /licen[cs]e/i)
})

test('a line of code has 110 columns at most', () => {
  // The drawings are paths, which nobody reads and no tool can break.
  const isDrawing = ({ path }: SourceFile) =>
    path.startsWith('services/product/src/domain/picture/')
  const wide = code
    .filter(file => !isDrawing(file))
    .flatMap(file => linesWith(file, line => line.length > 110))
  assertNone(wide)
})

test('a file of code has 300 lines at most, a test 500', () => {
  const long = code
    .filter(({ path }) => !path.endsWith('.css'))
    .map(file => ({ ...file, lines: linesOf(file.text).length, max: isTest(file) ? 500 : 300 }))
    .filter(({ lines, max }) => lines > max)
    .map(({ path, lines, max }) => `${path}: ${lines} lines, ${max} at most`)
  assertNone(long)
})

function sourcesOf(service: string): readonly SourceFile[] {
  return code.filter(({ path }) => path.startsWith(`services/${service}/src/`))
}

function readmeOf(service: string): string {
  return byPath.get(`services/${service}/README.md`)?.text ?? ''
}

/** What a service reads itself, and what the shared configuration reads for it. */
function settingsOf(service: string): readonly Setting[] {
  const own = byPath.get(`services/${service}/src/config.ts`)?.text ?? ''
  const shared = byPath.get('packages/shared/src/config/service-config.ts')?.text ?? ''
  const ofProcess = bodyOf(shared, 'loadProcessConfig')
  const ofService = bodyOf(shared, 'loadServiceConfig')
  const discovery = byPath.get('packages/shared/src/config/discovery-config.ts')?.text ?? ''
  const ofDiscovery = bodyOf(discovery, 'loadDiscoveryConfig')
  const registered = ofProcess + ofService + ofDiscovery
  const common = own.includes('loadServiceConfig') ? registered : ofProcess
  return settings(own + common)
}

/** Whether a page or a use case answers a code by itself, so that it never becomes a status. */
function isHandled(answered: string, sources: readonly SourceFile[]): boolean {
  return sources.some(
    file => /\/src\/(routes|domain|views)\//.test(file.path) && uses(file, answered)
  )
}

function linesWith(file: SourceFile, isFound: (line: string) => boolean): readonly string[] {
  return linesOf(file.text).flatMap((line, index) =>
    isFound(line) ? [`${file.path}:${index + 1}: ${line.trim().slice(0, 120)}`] : []
  )
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n')
}

function assertNone(found: readonly string[]): void {
  assert.equal(found.length, 0, `${found.length} found:\n${found.join('\n')}`)
}
