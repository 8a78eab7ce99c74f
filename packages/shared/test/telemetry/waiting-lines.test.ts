import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createWaitingLines } from '../../src/telemetry/waiting-lines.ts'

/** So many lines of so many characters. */
const lines = fc
  .oneof(
    fc.record({ count: fc.constantFrom(0, 1, 200, 4_000), chars: fc.constantFrom(10, 2_100) }),
    fc.record({ count: fc.nat(3), chars: fc.constantFrom(2_000_000, 2_500_000) })
  )
  .map(({ count, chars }) =>
    Array.from({ length: count }, (_, index) => `${index}`.padEnd(chars, 'x'))
  )

/** A batch is taken, lines come, and the batch is delivered or comes back. */
const round = fc.record({
  taken: fc.constantFrom(0, 1, 200, Infinity),
  come: lines,
  comesBack: fc.boolean()
})

/** The newest of the lines that may wait. */
function kept(all: readonly string[]): readonly string[] {
  let chars = 0
  const newest = all.toReversed().findIndex((line, index) => {
    chars += line.length
    return index >= 5_000 || chars > 8_000_000
  })
  return newest < 0 ? all : all.slice(all.length - newest)
}

test('what waits keeps its order and its bounds, and what goes is the oldest and is counted', () => {
  fc.assert(
    fc.property(fc.array(round, { maxLength: 8 }), rounds => {
      let dropped = 0
      const waiting = createWaitingLines(count => void (dropped += count))
      let model: readonly string[] = []
      let expected = 0
      const become = (all: readonly string[]): void => {
        model = kept(all)
        expected += all.length - model.length
        assert.deepEqual([waiting.count(), dropped], [model.length, expected])
      }
      for (const { taken, come, comesBack } of rounds) {
        const batch = waiting.take(taken)
        assert.deepEqual(batch, model.slice(0, taken))
        become(model.slice(batch.length))
        for (const line of come) waiting.add(line)
        become([...model, ...come])
        if (!comesBack) continue
        waiting.putBack(batch)
        become([...batch, ...model])
      }
      assert.deepEqual(waiting.take(Infinity), model)
    })
  )
})

test('8 MB may wait, and not one character more', () => {
  let dropped = 0
  const waiting = createWaitingLines(count => void (dropped += count))
  for (let line = 0; line < 4; line++) waiting.add('x'.repeat(2_000_000))
  assert.equal(dropped, 0)
  waiting.add('y')
  assert.deepEqual([waiting.count(), dropped], [4, 1])
})
