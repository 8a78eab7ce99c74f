import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { rulesFor } from '../src/compose/consul-rules.ts'
import { writeSecrets } from '../src/compose/secrets.ts'
import { programs } from '../src/runtime/programs.ts'

const services = programs.filter(({ kind }) => kind === 'service').map(({ service }) => service)

test('every service of the lab is in the compose file, with its secrets', () => {
  const file = fileURLToPath(new URL('../../../docker-compose.yml', import.meta.url))
  const text = readFileSync(file, 'utf8')
  assert.ok(services.length >= 6)
  for (const service of services) {
    for (const line of [
      `\n  ${service}:\n`,
      `[services/${service}/src/main.ts]`,
      `- secrets-${service}:/secrets/${service}\n`,
      `'secrets-${service}:/secrets:ro'`,
      `\n  secrets-${service}:\n`
    ]) {
      assert.ok(text.includes(line), `${service} lacks ${JSON.stringify(line)}`)
    }
  }
})

test('no two services listen on one port, since an address may be the next one’s in a moment', () => {
  const file = fileURLToPath(new URL('../../../docker-compose.yml', import.meta.url))
  const ports = [...readFileSync(file, 'utf8').matchAll(/^ +PORT: (\d+)$/gm)].map(
    ([, port]) => port
  )
  assert.equal(ports.length, services.length + 1, 'the provider has one, too')
  assert.equal(new Set(ports).size, ports.length)
})

test('web that drains serves for longer than HAProxy keeps an idle connection', () => {
  const read = (path: string): string =>
    readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')
  const haproxy = read('docker/haproxy/haproxy.cfg')
  const [, keptSeconds] = /timeout http-keep-alive (\d+)s/.exec(haproxy) ?? []
  const [, toldSeconds] = /keep-alive timeout=(\d+)/.exec(haproxy) ?? []
  const [, noticeMs] = /DRAIN_NOTICE_MS: (\d+)/.exec(read('docker-compose.yml')) ?? []
  assert.equal(toldSeconds, keptSeconds)
  // A reload takes a second at most.
  assert.ok(Number(noticeMs) >= (Number(keptSeconds) + 1) * 1_000)
})

test('a service is given what its line in the list of programs needs, and no more', t => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeSecrets(folder)
  const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')
  const common = ['consul-token', 'customer-public-key', 'service-secret']
  const given = Object.fromEntries(
    [...services, 'provider'].map(service => [
      service,
      readdirSync(join(folder, service)).toSorted()
    ])
  )
  assert.deepEqual(given['web'], [...common, 'session-secret'])
  assert.deepEqual(given['customer'], [
    'consul-token',
    'customer-private-key',
    'customer-public-key',
    'database-url',
    'service-secret'
  ])
  const usual = ['consul-token', 'customer-public-key', 'database-url', 'service-secret']
  for (const service of ['product', 'cart', 'billing']) assert.deepEqual(given[service], usual)
  assert.deepEqual(given['payment'], [
    'consul-token',
    'customer-public-key',
    'database-url',
    'provider-api-key',
    'service-secret'
  ])
  assert.deepEqual(given['provider'], ['database-url', 'provider-api-key'])
  assert.match(read('product', 'database-url'), /^mongodb:\/\/product:/)
  assert.match(read('cart', 'database-url'), /^mysql:\/\/cart:[^@]+@mysql:3306\/cart$/m)
  const script = read('mysql', 'init.sql')
  assert.match(script, /create database `cart`/)
  assert.doesNotMatch(script, /create database `(product|web)`/)
})

test('a service may register as itself and as nobody else', () => {
  for (const service of services) {
    const writes = [...rulesFor(service).matchAll(/service(_prefix)? "(\w*)" \{ policy = "write"/g)]
    assert.deepEqual(
      writes.map(([, prefix, name]) => [prefix, name]),
      [[undefined, service]]
    )
  }
})
