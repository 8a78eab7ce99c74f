import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDelayProbe } from '../../src/admission/loop-delay.ts'

test('tells how late the event loop is, since it was last asked', async t => {
  const probe = createDelayProbe()
  t.after(probe.close)
  const block = (ms: number): void => {
    const endsAt = performance.now() + ms
    while (performance.now() < endsAt);
  }
  // Its first turn begins the measuring.
  await sleep(60)
  probe.read()
  for (let turn = 0; turn < 3; turn++) {
    block(200)
    await sleep(1)
  }
  const late = probe.read()
  assert.ok(late > 100 && late < 2_000, `${late}`)
  assert.equal(probe.read(), 0)
})
