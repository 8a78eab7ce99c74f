import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { noBrowser, openBrowser } from '../support/browser.ts'
import { program } from '../support/program.ts'

/**
 * The logs of a compose project that runs with the profile elk; `E2E_COMPOSE_PROJECT` names it. The
 * rest of the shop need not run: the lines are written by a container of their own.
 */
const project = process.env['E2E_COMPOSE_PROJECT'] ?? ''
const noProject = project === '' && 'E2E_COMPOSE_PROJECT names no compose project that runs'
const card = '4242424242424242'
const click = { correlation: hex(16), secret: `planted-${hex(8)}` }

test('what services write for one click is found by its correlation id', options(), async () => {
  const words = [click.correlation, click.secret, card]
  const written = await inContainer('write-lines.ts', words)
  assert.equal(written.trimEnd().split('\n').length, 8)
  const found = await untilFound(click.correlation, 8)
  const services = new Set(found.map(({ service }) => JSON.stringify(service)))
  assert.equal(services.size, 2)
  const {
    '@timestamp': time,
    event,
    ecs,
    ...served
  } = found.find(({ message, service }) => message === 'served' && nameOf(service) === 'cart') ?? {}
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.equal((event as { duration: number }).duration, 12_000_000)
  assert.notEqual(ecs, undefined)
  assert.deepEqual(served, {
    message: 'served',
    log: { level: 'info' },
    service: { name: 'cart', version: '1.0.0', node: { name: 'cart-1' } },
    trace: { id: click.correlation },
    http: { request: { method: 'POST' }, response: { status_code: 201 } },
    labels: { 'http.route': '/shop/checkout' }
  })
  const failed = found.find(({ error }) => error !== undefined)
  assert.match(
    JSON.stringify(failed),
    /"code":"DECLINED".*caused by: Error: deeper|deeper.*DECLINED/
  )
})

test('no secret that was planted is found', options(), async () => {
  const found = JSON.stringify(await search({ term: { 'trace.id': click.correlation } }))
  assert.doesNotMatch(found, new RegExp(`${click.secret}|${card}`))
  const everywhere = (query: string): Promise<readonly Fields[]> => {
    const must = { multi_match: { query, fields: ['*'], lenient: true } }
    return search({ bool: { must, filter: { term: { 'trace.id': click.correlation } } } })
  }
  // What is no secret is found in the same way.
  assert.equal((await everywhere('DECLINED')).length, 2)
  assert.equal((await everywhere('/shop/checkout')).length, 2)
  assert.deepEqual(await everywhere(click.secret), [])
  assert.deepEqual(await everywhere(card), [])
})

test('npm run lab -- logs prints the lines as they were written', options(), async () => {
  const words = ['logs', '--target', 'compose', '--correlation', click.correlation, '--json']
  const printed = await program('env', [
    `COMPOSE_PROJECT_NAME=${project}`,
    process.execPath,
    join('packages', 'lab', 'src', 'lab.ts'),
    ...words
  ])
  const lines = printed
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Fields)
  assert.equal(lines.length, 8)
  const served = lines.find(({ msg, service }) => msg === 'served' && service === 'web')
  assert.equal(served?.['route'], '/shop/checkout')
  assert.equal(served['durationMs'], 12)
  const failed = lines.find(({ level }) => level === 'error')
  assert.match(JSON.stringify(failed?.['err']), /"code":"DECLINED"/)
})

test('a correlation id typed into Kibana gives every line', options(noBrowser), async t => {
  const address = (await compose(['port', 'kibana', '5601'])).trim()
  const page = await (await openBrowser(t)).newPage()
  const time = '_g=(time:(from:now-1h,to:now))'
  for (const query of [`trace.id : "${click.correlation}"`, click.correlation]) {
    const asked = encodeURIComponent(query)
    const state = `_a=(index:'microzon-logs',query:(language:kuery,query:'${asked}'))`
    await page.goto('about:blank')
    await page.goto(`http://${address}/app/discover#/?${time}&${state}`)
    const hits = page.locator('[data-test-subj="discoverQueryHits"]', { hasText: /^8$/ })
    await hits.waitFor({ timeout: 60_000 })
  }
})

test('the views are in Kibana', options(), async () => {
  const address = (await compose(['port', 'kibana', '5601'])).trim()
  const response = await fetch(`http://${address}/api/saved_objects/_export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'kbn-xsrf': 'true' },
    body: '{"type":["search","dashboard","index-pattern"],"excludeExportDetails":true}'
  })
  const text = await response.text()
  for (const title of ['Errors by service', 'One request by correlation id', 'Checkouts']) {
    assert.ok(text.includes(`"title":"${title}"`), title)
  }
})

test('without Elasticsearch nothing blocks, and what is lost is counted', options(), async t => {
  const run = `outage-${hex(4)}`
  t.after(() => compose(['start', 'elasticsearch']))
  await compose(['stop', 'elasticsearch'])
  let restarted: Promise<string> | undefined
  const output = await inContainer('write-through-outage.ts', [run], text => {
    if (text.includes('"full":true')) restarted ??= compose(['start', 'elasticsearch'])
  })
  await restarted
  const [full, told] = output
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Outage)
  assert.ok(full && told)
  t.diagnostic(JSON.stringify(told))
  // What Logstash and the sender keep, before anything is lost.
  assert.ok(full.written - full.dropped >= 5_000, JSON.stringify(full))
  assert.ok(told.dropped >= 1_000)
  assert.ok(told.longestMs < 2_000, `writing a line took ${told.longestMs} ms`)
  assert.ok(told.rssMb < 200, `${told.rssMb} MB`)
  assert.equal(await countOnce(run), told.written - told.dropped)
})

type Fields = Readonly<Record<string, unknown>>
type Outage = {
  readonly written: number
  readonly dropped: number
  readonly longestMs: number
  readonly rssMb: number
}

function options(otherReason: string | false = false): { readonly skip: string | false } {
  return { skip: noProject === false ? otherReason : noProject }
}

function compose(words: readonly string[], input = ''): Promise<string> {
  return program('docker', ['compose', '-p', project, '--profile', 'elk', ...words], { input })
}

/** Runs a program of this folder within the system's network. */
function inContainer(
  file: string,
  words: readonly string[],
  onOutput?: (text: string) => void
): Promise<string> {
  const input = readFileSync(join(import.meta.dirname, file), 'utf8')
  const run = ['run', '--rm', '-T', '--no-deps', 'elk-setup']
  const node = ['--input-type=module-typescript', '-', ...words]
  const all = ['compose', '-p', project, '--profile', 'elk', ...run, ...node]
  return program('docker', all, { input, ...(onOutput && { onOutput }) })
}

/** The documents of a correlation id, as soon as there are so many. */
async function untilFound(correlation: string, count: number): Promise<readonly Fields[]> {
  const end = Date.now() + 60_000
  for (;;) {
    const found = await search({ term: { 'trace.id': correlation } })
    if (found.length >= count || Date.now() > end) {
      assert.equal(found.length, count)
      return found
    }
    await sleep(500)
  }
}

async function search(query: object): Promise<readonly Fields[]> {
  const { hits } = await ask({ size: 100, query })
  return hits.hits.map(({ _source }) => _source)
}

/** How many lines of an instance are there, each number once: a repeated batch is no loss. */
async function countOnce(instance: string): Promise<number> {
  const { hits, aggregations } = await ask({
    size: 0,
    track_total_hits: true,
    query: { term: { 'service.node.name': instance } },
    aggs: { again: { terms: { field: 'labels.number', min_doc_count: 2, size: 10_000 } } }
  })
  const repeated = (aggregations?.again.buckets ?? []).map(({ doc_count: count }) => count - 1)
  return repeated.reduce((total, count) => total - count, hits.total.value)
}

async function ask(body: object): Promise<Answer> {
  const curl = ['curl', '-sS', '-H', 'content-type: application/json', '--data-binary', '@-']
  const url = 'http://127.0.0.1:9200/microzon-logs/_search'
  const text = await compose(['exec', '-T', 'elasticsearch', ...curl, url], JSON.stringify(body))
  return JSON.parse(text) as Answer
}

type Answer = {
  readonly hits: {
    readonly total: { readonly value: number }
    readonly hits: readonly { readonly _source: Fields }[]
  }
  readonly aggregations?: {
    readonly again: { readonly buckets: readonly { readonly doc_count: number }[] }
  }
}

function nameOf(service: unknown): string {
  return (service as { readonly name: string }).name
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
