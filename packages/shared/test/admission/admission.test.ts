import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAdmission, type AdmissionOptions, type Entered } from '../../src/admission/index.ts'
import { createManualClock } from '../client/fakes.ts'

function open(changes: Partial<AdmissionOptions> = {}) {
  const clock = createManualClock()
  let lateMs = 0
  const admission = createAdmission({
    range: { initial: 10, min: 8, max: 200 },
    patience: { seats: 100, burstMs: 500, standingMs: 100 },
    clock,
    delay: { read: () => lateMs, close() {} },
    random: () => 0.5,
    ...changes
  })
  const enter = (importance: 'low' | 'normal' | 'high' = 'high', leftMs = 10_000) =>
    admission.enter({ importance, route: 'GET /', leftMs })
  const fill = (count = 10) => Array.from({ length: count }, () => leaveOf(enter()))
  return { clock, admission, enter, fill, late: (ms: number) => void (lateMs = ms) }
}

function leaveOf(entered: ReturnType<ReturnType<typeof open>['enter']> | Entered) {
  assert.ok(entered.kind === 'admitted')
  return entered.leave
}

test('the last places are kept for those who matter more', () => {
  const { enter, fill } = open()
  fill(8)
  assert.equal(enter('low').kind, 'waiting')
  assert.equal(enter('normal').kind, 'admitted')
  assert.equal(enter('normal').kind, 'waiting')
  assert.equal(enter('high').kind, 'admitted')
  assert.equal(enter('high').kind, 'waiting')
})

test('a place that is given back goes to who waits for it, and only once', async () => {
  const { admission, enter, fill } = open()
  const [leave] = fill()
  const waiting = enter()
  assert.ok(waiting.kind === 'waiting')
  leave?.(true)
  leave?.(true)
  assert.equal(admission.state().inFlight, 10)
  const leaveNext = leaveOf(await waiting.entered)
  assert.equal(admission.state().inFlight, 10)
  leaveNext(true)
  assert.equal(admission.state().inFlight, 9)
})

test('who waits in vain is refused, and takes no place', async () => {
  const { admission, clock, enter, fill } = open()
  fill()
  const waiting = enter()
  assert.ok(waiting.kind === 'waiting')
  await clock.advance(500)
  assert.deepEqual(await waiting.entered, { kind: 'refused', reason: 'limit' })
  assert.deepEqual(admission.state(), { limit: 10, inFlight: 10, waiting: 0, lateMs: 0 })
})

test('half of the time of a caller is kept for the work', async () => {
  const { admission, clock, enter, fill } = open()
  fill()
  enter('high', 100)
  await clock.advance(49)
  assert.equal(admission.state().waiting, 1)
  await clock.advance(1)
  assert.equal(admission.state().waiting, 0)
})

test('a caller that goes leaves its seat', async () => {
  const { admission, enter, fill } = open()
  fill()
  const waiting = enter()
  assert.ok(waiting.kind === 'waiting')
  waiting.leave()
  assert.equal((await waiting.entered).kind, 'refused')
  assert.equal(admission.state().waiting, 0)
})

test('a process that stays late refuses the least important first', async () => {
  const { clock, enter, late } = open({ range: { initial: 100, min: 8, max: 200 } })
  const second = (ms: number) => {
    late(ms)
    return clock.advance(1_000)
  }
  const kinds = () => (['low', 'normal', 'high'] as const).map(name => enter(name).kind)
  const [admitted, refused] = ['admitted', 'refused'] as const
  await second(9_000)
  assert.deepEqual(kinds(), [admitted, admitted, admitted])
  await second(400)
  assert.deepEqual(kinds(), [refused, admitted, admitted])
  await second(900)
  assert.deepEqual(kinds(), [refused, admitted, admitted])
  await second(900)
  assert.deepEqual(kinds(), [refused, refused, admitted])
  assert.deepEqual(enter('low'), { kind: 'refused', reason: 'late' })
  await second(0)
  assert.equal(enter('low').kind, admitted)
})

test('the limit learns from whole windows of enough requests, and not from the unusual', async () => {
  const { admission, clock, fill } = open()
  const round = async (count: number, isUsual: boolean): Promise<number> => {
    const leaves = fill(count)
    await clock.advance(1_000)
    for (const leave of leaves) leave(isUsual)
    return admission.state().limit
  }
  assert.equal(await round(9, true), 10)
  assert.equal(await round(10, false), 10)
  assert.equal(await round(1, true), 14)
})

test('closing closes the probe', () => {
  let closed = 0
  const { admission } = open({ delay: { read: () => 0, close: () => void closed++ } })
  admission.close()
  assert.equal(closed, 1)
})
