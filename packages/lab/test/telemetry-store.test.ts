import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { readLogLine } from '../src/telemetry/log-line.ts'
import { openTelemetryDatabase } from '../src/telemetry/store/database.ts'
import { createLogStore } from '../src/telemetry/store/log-store.ts'
import { createSpanStore } from '../src/telemetry/store/span-store.ts'
import { createLine, createSpan, createTestTelemetry, traceIdOf } from './telemetry-app.ts'

test('when there are too many spans the traces that came first go, whole', t => {
  const { spans } = createTestTelemetry(t, { spansMax: 10 })
  for (let index = 0; index < 6; index++) {
    const traceId = traceIdOf(index)
    spans.add([createSpan({ traceId }), createSpan({ traceId, id: '2'.repeat(16) })])
  }
  assert.equal(spans.count(), 10)
  assert.equal(spans.trace(traceIdOf(0)), undefined)
  assert.equal(spans.trace(traceIdOf(1))?.length, 2)
})

test('a trace with a time in the future is forgotten like any other', t => {
  const { spans } = createTestTelemetry(t, { spansMax: 3 })
  spans.add([createSpan({ timestamp: Number.MAX_SAFE_INTEGER })])
  for (let index = 0; index < 3; index++) spans.add([createSpan({ traceId: traceIdOf(index) })])
  assert.equal(spans.trace('a'.repeat(32)), undefined)
})

test('one post with more spans than there is room for leaves the store usable', t => {
  const { spans } = createTestTelemetry(t, { spansMax: 5 })
  spans.add(Array.from({ length: 20 }, (_, index) => createSpan({ traceId: traceIdOf(index) })))
  assert.equal(spans.count(), 5)
  spans.add([createSpan()])
  assert.equal(spans.trace('a'.repeat(32))?.length, 1)
})

test('a trace without end keeps its first spans and pushes no other out', t => {
  const { spans } = createTestTelemetry(t, { spansMax: 20, spansOfTraceMax: 10 })
  spans.add([createSpan({ traceId: traceIdOf(1) })])
  for (let index = 0; index < 100; index++) {
    spans.add([createSpan({ id: index.toString(16).padStart(16, '0') })])
  }
  assert.equal(spans.trace('a'.repeat(32))?.length, 10)
  assert.equal(spans.trace(traceIdOf(1))?.length, 1)
  assert.equal(spans.count(), 11)
})

test('a trace is found by the time of its root, even if that comes last', t => {
  const { spans } = createTestTelemetry(t)
  const at = 1_900_000_000_000_000
  spans.add([createSpan({ parentId: '2'.repeat(16), timestamp: at - 5_000_000 })])
  spans.add([createSpan({ id: '2'.repeat(16), timestamp: at })])
  const within = { from: at / 1000 - 1, to: at / 1000 + 1, limit: 10, annotations: [] }
  assert.equal(spans.search(within).length, 1)
})

test('when there is too much to read the lines that came first go', t => {
  const { logs } = createTestTelemetry(t, { bytesMax: 2000 })
  for (let index = 0; index < 100; index++) logs.add(linesOf(createLine({ index, text: '✓😀' })))
  assert.ok(logs.bytes() <= 2000)
  const { lines } = logs.search({ limit: 100 })
  assert.ok(lines.length > 0 && lines.length < 20)
  assert.match(lines.at(-1) ?? '', /"index":99/)
})

test('a post that is larger than the store is forgotten without harm', t => {
  const { logs } = createTestTelemetry(t, { bytesMax: 500 })
  logs.add(linesOf(createLine({ note: '😀'.repeat(1000) })))
  assert.equal(logs.bytes(), 0)
  logs.add(linesOf(createLine()))
  assert.equal(logs.search({ limit: 10 }).lines.length, 1)
})

test('spans, lines and their counts survive a restart', t => {
  const folder = createFolder(t)
  const first = openTelemetryDatabase(folder)
  createSpanStore(first).add([createSpan()])
  const firstLogs = createLogStore(first)
  firstLogs.add(linesOf(createLine()))
  const bytes = firstLogs.bytes()
  first.close()

  const second = openTelemetryDatabase(folder)
  t.after(() => second.close())
  const [spans, logs] = [createSpanStore(second), createLogStore(second)]
  assert.equal(spans.count(), 1)
  assert.equal(spans.trace('a'.repeat(32))?.length, 1)
  assert.equal(logs.bytes(), bytes)
  assert.deepEqual(logs.writers(), [{ service: 'cart', instance: 'cart-1' }])
  assert.equal(logs.search({ limit: 10 }).lines.length, 1)
})

test('a file that is damaged is begun anew', t => {
  const folder = createFolder(t)
  writeFileSync(
    join(folder, 'telemetry.db'),
    'this is no database, but long enough to look like one'
  )
  const database = openTelemetryDatabase(folder)
  t.after(() => database.close())
  assert.equal(createSpanStore(database).count(), 0)
})

test('a file of another format is begun anew', t => {
  const folder = createFolder(t)
  const other = new DatabaseSync(join(folder, 'telemetry.db'))
  other.exec('create table span (wrong text); PRAGMA user_version = 999')
  other.close()
  const database = openTelemetryDatabase(folder)
  t.after(() => database.close())
  const spans = createSpanStore(database)
  spans.add([createSpan()])
  assert.equal(spans.count(), 1)
})

test('a write that fails leaves nothing half done', t => {
  const database = openTelemetryDatabase(undefined)
  t.after(() => database.close())
  const spans = createSpanStore(database)
  const broken = { ...createSpan(), id: {} as string }
  assert.throws(() => spans.add([createSpan({ traceId: traceIdOf(1) }), broken]))
  assert.equal(spans.count(), 0)
  assert.equal(spans.trace(traceIdOf(1)), undefined)
  spans.add([createSpan()])
  assert.equal(spans.count(), 1)
})

function linesOf(text: string): NonNullable<ReturnType<typeof readLogLine>>[] {
  return text
    .trimEnd()
    .split('\n')
    .flatMap(line => readLogLine(line, 0) ?? [])
}

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-telemetry-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
