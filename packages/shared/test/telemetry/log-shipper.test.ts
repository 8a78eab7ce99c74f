import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { currentContext, runInContext } from '../../src/telemetry/index.ts'
import { createLogShipper } from '../../src/telemetry/log-shipper.ts'
import { closedUrl, startCollector, type Collector } from './collector.ts'

/** Told of each wait that the shipper begins. Every wait is over at once. */
function skipWaits(t: TestContext, onWait: (ms: number) => void = () => undefined): void {
  const { setTimeout: wait } = globalThis
  // Undici's own timers have other lengths and go on as they are.
  const own = new Set([0, 200, 400, 800, 1_600, 3_200, 5_000])
  const skip = (run: () => void, ms = 0): NodeJS.Timeout => {
    if (!own.has(ms)) return wait(run, ms)
    onWait(ms)
    return wait(run, 0)
  }
  t.mock.method(globalThis, 'setTimeout', skip)
}

function open(url: string) {
  let dropped = 0
  const shipper = createLogShipper({ url, onDropped: lines => void (dropped += lines) })
  return { ...shipper, dropped: () => dropped }
}

/** Answers with these statuses in turn, and with the last one for good. */
function answering(...statuses: readonly number[]) {
  return (response: ServerResponse, index: number): void =>
    void response.writeHead(statuses[index] ?? statuses.at(-1) ?? 202).end()
}

function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `${from + index}\n`)
}

/** The lines of the posts that came after the first `skipped` ones. */
function linesOf({ bodies }: Collector, skipped = 0): readonly string[] {
  return bodies.slice(skipped).flatMap(body => body.split(/(?<=\n)/))
}

test('after a failure it waits 0.2 s, twice as long each time up to 5 s, and begins anew', async t => {
  const waits: number[] = []
  skipWaits(t, ms => waits.push(ms))
  const failures = Array.from({ length: 7 }, () => 503)
  const collector = await startCollector(t, answering(...failures, 202))
  const shipper = open(collector.url)
  shipper.push('line\n')
  await collector.received(8)
  shipper.push('next\n')
  await collector.received(9)
  await shipper.close()
  assert.deepEqual(waits, [200, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 200])
  assert.deepEqual(linesOf(collector, 7), ['line\n', 'next\n'])
  assert.equal(shipper.dropped(), 0)
})

test('a full batch waits for nothing, but for a collector that has failed', async t => {
  const waits: number[] = []
  skipWaits(t, ms => waits.push(ms))
  const collector = await startCollector(t, answering(202, 503, 202))
  const shipper = open(collector.url)
  for (const line of numbered(0, 600)) shipper.push(line)
  await collector.received(4)
  await shipper.close()
  assert.deepEqual(waits, [200, 0, 200, 0])
  assert.equal(shipper.dropped(), 0)
})

test('every status from 500, and 429, is tried again; any other one is a refusal', async t => {
  skipWaits(t)
  const collector = await startCollector(t, answering(500, 429, 503, 599, 202, 400, 302, 404, 202))
  const shipper = open(collector.url)
  shipper.push('kept\n')
  await collector.received(5)
  for (const [index, line] of ['one\n', 'two\n', 'three\n', 'last\n'].entries()) {
    shipper.push(line)
    await collector.received(6 + index)
  }
  await shipper.close()
  assert.deepEqual(linesOf(collector, 4), ['kept\n', 'one\n', 'two\n', 'three\n', 'last\n'])
  assert.equal(shipper.dropped(), 3)
})

test('of what waits for a collector that is away the newest 5,000 lines are kept', async t => {
  skipWaits(t)
  const collector = await startCollector(t, answering(503, 202))
  const shipper = open(collector.url)
  for (const line of numbered(0, 7_000)) shipper.push(line)
  assert.equal(shipper.dropped(), 2_000)
  await collector.received(2)
  await shipper.close()
  assert.deepEqual(linesOf(collector, 1), numbered(2_000, 7_000))
  assert.equal(shipper.dropped(), 2_000)
})

test('a batch that comes back is the oldest: it makes room for what came meanwhile', async t => {
  skipWaits(t)
  const held: (() => void)[] = []
  const collector = await startCollector(t, (response, index) => {
    if (index > 0) response.writeHead(202).end()
    else held.push(() => response.writeHead(503).end())
  })
  const shipper = open(collector.url)
  for (const line of numbered(0, 100)) shipper.push(line)
  await collector.received(1)
  for (const line of numbered(100, 5_050)) shipper.push(line)
  assert.equal(shipper.dropped(), 0)
  held[0]?.()
  await collector.received(2)
  await shipper.close()
  assert.equal(shipper.dropped(), 50)
  assert.deepEqual(linesOf(collector, 1), numbered(50, 5_050))
})

test('one batch is under way at a time', async t => {
  skipWaits(t)
  let [under, most] = [0, 0]
  const collector = await startCollector(t, response => {
    most = Math.max(most, ++under)
    setImmediate(() => {
      under--
      response.writeHead(202).end()
    })
  })
  const shipper = open(collector.url)
  for (const line of numbered(0, 1_000)) shipper.push(line)
  await collector.received(5)
  await shipper.close()
  assert.equal(most, 1)
  assert.equal(collector.bodies.length, 5)
})

test('at its end it tries once more what has failed before', async t => {
  const collector = await startCollector(t, answering(503, 202))
  const shipper = open(collector.url)
  shipper.push('first\n')
  await collector.received(1)
  shipper.push('second\n')
  await shipper.close()
  assert.deepEqual(linesOf(collector, 1), ['first\n', 'second\n'])
  assert.equal(shipper.dropped(), 0)
})

test('at its end it does not go on against a collector that fails', async t => {
  const collector = await startCollector(t, answering(503))
  const shipper = open(collector.url)
  for (const line of numbered(0, 1_000)) shipper.push(line)
  await shipper.close()
  assert.equal(collector.bodies.length, 1)
  assert.equal(shipper.dropped(), 1_000)
})

test('what comes after the end is dropped and counted, and a second end changes nothing', async () => {
  const shipper = open(await closedUrl())
  shipper.push('line\n')
  await shipper.close()
  await shipper.close()
  assert.equal(shipper.dropped(), 1)
  shipper.push('late\n')
  assert.equal(shipper.dropped(), 2)
})

test('a line of 32,768 characters is sent, a longer one is not', async t => {
  const collector = await startCollector(t)
  const shipper = open(collector.url)
  shipper.push('x'.repeat(32_768))
  shipper.push('y'.repeat(32_769))
  await shipper.close()
  assert.deepEqual(collector.bodies, ['x'.repeat(32_768)])
  assert.equal(shipper.dropped(), 1)
})

test('its timer belongs to no request and keeps no process alive', async t => {
  const seen: unknown[] = []
  skipWaits(t, () => seen.push(currentContext()))
  const timers = (): number =>
    process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const shipper = open(await closedUrl())
  runInContext({ correlationId: 'of a request' }, () => shipper.push('line\n'))
  assert.deepEqual(seen, [undefined])
  assert.equal(timers(), before)
  await shipper.close()
})

test('every line is either delivered once or counted as dropped', async t => {
  const script = fc.record({
    statuses: fc.array(fc.constantFrom(202, 202, 503, 429, 413), { maxLength: 8 }),
    pushes: fc.array(fc.constantFrom(1, 150, 200, 450, 3_000), { maxLength: 4 })
  })
  skipWaits(t)
  await fc.assert(
    fc.asyncProperty(script, async ({ statuses, pushes }) => {
      const delivered: string[] = []
      const collector = await startCollector(t, (response, index) => {
        const status = statuses[index] ?? 202
        if (status === 202) delivered.push(collector.bodies[index] ?? '')
        response.writeHead(status).end()
      })
      const shipper = open(collector.url)
      let pushed = 0
      for (const lines of pushes) {
        for (const line of numbered(pushed, pushed + lines)) shipper.push(line)
        pushed += lines
        await collector.received(1)
      }
      await shipper.close()
      const lines = delivered.join('').split('\n').slice(0, -1).map(Number)
      assert.equal(lines.length + shipper.dropped(), pushed)
      assert.deepEqual(
        lines,
        [...new Set(lines)].sort((left, right) => left - right)
      )
    }),
    { numRuns: 40 }
  )
})
