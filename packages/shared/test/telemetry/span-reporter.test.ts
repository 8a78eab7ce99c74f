import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createEndpoint, createRecordedSpan } from '../../src/telemetry/span.ts'
import { createSpanReporter } from '../../src/telemetry/span-reporter.ts'
import { closedUrl, startCollector, type Collector } from './collector.ts'

/** A reporter whose batches are sent when the test says, and what it has warned of. */
function open(t: TestContext, zipkinUrl: string) {
  const warnings: unknown[] = []
  let send = (): void => undefined
  const { setInterval: repeat } = globalThis
  const hold = t.mock.method(globalThis, 'setInterval', (run: () => void) => {
    send = run
    return repeat(() => undefined, 60_000)
  })
  const reporter = createSpanReporter({
    zipkinUrl,
    logger: { warn: fields => void warnings.push(fields['reason']) }
  })
  hold.mock.restore()
  const report = (name: string, tags: Readonly<Record<string, string>> = {}): void => {
    const identity = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }
    const span = createRecordedSpan(identity, {
      kind: 'LOCAL',
      name,
      localEndpoint: createEndpoint('cart'),
      nowMicros: () => 1_800_000_000_000_000,
      report: reporter.report
    })
    for (const [key, value] of Object.entries(tags)) span.tag(key, value)
    span.finish()
  }
  t.after(() => reporter.close())
  return { ...reporter, report, warnings, send: () => send() }
}

function namesOf({ bodies }: Collector): readonly string[] {
  return bodies.flatMap(body =>
    (JSON.parse(body) as readonly { readonly name: string }[]).map(({ name }) => name)
  )
}

/** 64 kB of tags. */
const large = Object.fromEntries(
  Array.from({ length: 64 }, (_, index) => [`tag-${index}`, 'x'.repeat(1_000)])
)

test('spans of one moment are one batch, and nothing is sent without a span', async t => {
  const collector = await startCollector(t)
  const reporter = open(t, collector.url)
  reporter.send()
  for (const name of ['one', 'two', 'three']) reporter.report(name)
  reporter.send()
  reporter.send()
  await reporter.close()
  assert.equal(collector.bodies.length, 1)
  assert.deepEqual(namesOf(collector), ['one', 'two', 'three'])
  assert.deepEqual(collector.requests, [{ path: '/api/v2/spans', type: 'application/json' }])
})

test('two batches are under way at most: a third one is dropped, with one warning', async t => {
  const held: (() => void)[] = []
  const collector = await startCollector(t, response => {
    held.push(() => response.writeHead(202).end())
    if (held.length > 2) held.at(-1)?.()
  })
  const reporter = open(t, collector.url)
  for (const name of ['one', 'two', 'dropped', 'dropped as well']) {
    reporter.report(name)
    reporter.send()
  }
  await collector.received(2)
  assert.equal(reporter.warnings.length, 1)
  assert.match(String(reporter.warnings[0]), /too slow/)
  held.forEach(answer => answer())
  // Each of them has its place back once its answer is read.
  for (let turn = 0; turn < 1_000 && collector.bodies.length < 3; turn++) {
    reporter.report('later')
    reporter.send()
    await nextTurn()
  }
  await reporter.close()
  const names = namesOf(collector)
  assert.deepEqual(names.slice(0, 2).toSorted(), ['one', 'two'])
  assert.ok(names.includes('later') && !names.some(name => name.startsWith('dropped')))
})

test('a batch that fails is not sent again', async t => {
  const collector = await startCollector(t, (response, index) =>
    response.writeHead(index === 0 ? 503 : 202).end()
  )
  const reporter = open(t, collector.url)
  reporter.report('lost')
  reporter.send()
  await collector.received(1)
  reporter.report('next')
  await reporter.close()
  assert.deepEqual(namesOf(collector), ['lost', 'next'])
})

test('5,000 spans wait for a batch, and for the next one again', async t => {
  const collector = await startCollector(t)
  const reporter = open(t, collector.url)
  for (const batch of ['one', 'two']) {
    for (let span = 0; span < 5_100; span++) reporter.report(batch)
    reporter.send()
  }
  await reporter.close()
  const names = namesOf(collector)
  assert.equal(names.filter(name => name === 'one').length, 5_000)
  assert.equal(names.filter(name => name === 'two').length, 5_000)
})

test('a batch has four megabytes at most, and is sent before it would have more', async t => {
  const collector = await startCollector(t)
  const reporter = open(t, collector.url)
  for (let span = 0; span < 100; span++) reporter.report('large', large)
  await collector.received(1)
  await reporter.close()
  assert.equal(collector.bodies.length, 2)
  assert.equal(namesOf(collector).length, 100)
  for (const body of collector.bodies) assert.ok(body.length <= 4_000_000, `${body.length}`)
})

test('warns once in 30 s, in 120 characters', async t => {
  let now = 1_000_000
  t.mock.method(performance, 'now', () => now)
  const collector = await startCollector(t, response => response.writeHead(500).end())
  const reporter = open(t, collector.url)
  const fail = async (): Promise<void> => {
    const before = collector.bodies.length
    reporter.report('span', large)
    reporter.send()
    await collector.received(before + 1)
    await nextTurn()
  }
  /** The answer is read some turns after it was written. */
  const warned = async (count: number): Promise<void> => {
    for (let turn = 0; turn < 1_000 && reporter.warnings.length < count; turn++) await nextTurn()
    assert.equal(reporter.warnings.length, count)
  }
  await fail()
  await warned(1)
  now += 29_999
  await fail()
  await fail()
  await warned(1)
  now += 1
  await fail()
  await warned(2)
  for (const reason of reporter.warnings) assert.equal(String(reason).length, 120)
})

test('after its end it takes no span, and a second end changes nothing', async t => {
  const collector = await startCollector(t)
  const reporter = open(t, collector.url)
  reporter.report('last')
  await reporter.close()
  await reporter.close()
  reporter.report('late')
  reporter.send()
  // A span that was taken would be told as one that cannot be delivered.
  for (let turn = 0; turn < 20; turn++) await nextTurn()
  assert.deepEqual([namesOf(collector), reporter.warnings], [['last'], []])
})

test('a collector that is gone throws nothing at whoever reports', async t => {
  const reporter = open(t, await closedUrl())
  reporter.report('lost')
  reporter.send()
  await reporter.close()
  assert.equal(reporter.warnings.length, 1)
})

test('keeps no process alive', async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const reporter = createSpanReporter({ zipkinUrl: await closedUrl(), logger: undefined })
  assert.equal(timers(), before)
  await reporter.close()
})
