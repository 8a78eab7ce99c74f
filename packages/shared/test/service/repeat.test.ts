import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { repeat } from '../../src/service/index.ts'
import { currentContext, runInContext } from '../../src/telemetry/index.ts'
import { until } from '../client/fakes.ts'

const quiet = { error: () => undefined }

test('rounds follow each other and never overlap', async () => {
  let [running, most, rounds] = [0, 0, 0]
  const repeating = repeat({
    everyMs: 1,
    logger: quiet,
    async work() {
      most = Math.max(most, ++running)
      for (let turn = 0; turn < 20; turn++) await setImmediate()
      running--
      rounds++
    }
  })
  await until(() => rounds >= 5)
  await repeating.stop()
  assert.equal(most, 1)
})

test('stopping waits for the round under way, and none follows', async () => {
  let [started, ended] = [0, 0]
  let finish = (): void => {}
  const repeating = repeat({
    everyMs: 1,
    logger: quiet,
    async work() {
      started++
      await new Promise<void>(resolve => (finish = resolve))
      ended++
    }
  })
  await until(() => started === 1)
  const stopped = repeating.stop().then(() => ended)
  await setImmediate()
  finish()
  assert.equal(await stopped, 1)
  await new Promise(resolve => setTimeout(resolve, 5))
  assert.equal(started, 1)
})

test('stopping between two rounds ends at once', async () => {
  let rounds = 0
  const repeating = repeat({
    everyMs: 60_000,
    logger: quiet,
    work: () => Promise.resolve(rounds++)
  })
  await repeating.stop()
  assert.equal(rounds, 0)
})

test('a round that fails is logged, whether it throws or rejects, and the next one comes', async () => {
  const errors: unknown[] = []
  let rounds = 0
  const repeating = repeat({
    everyMs: 1,
    logger: { error: (fields: unknown) => void errors.push(fields) },
    work() {
      if (++rounds === 1) throw new Error('thrown')
      return rounds === 2 ? Promise.reject(new Error('rejected')) : Promise.resolve()
    }
  })
  await until(() => rounds >= 3)
  await repeating.stop()
  assert.deepEqual(
    errors.map(fields => (fields as { readonly err: Error }).err.message),
    ['thrown', 'rejected']
  )
})

test('its rounds belong to no request, whoever started it', async () => {
  const seen: unknown[] = []
  const repeating = runInContext({ correlationId: 'a request' }, () =>
    repeat({ everyMs: 1, logger: quiet, work: () => Promise.resolve(seen.push(currentContext())) })
  )
  await until(() => seen.length > 0)
  await repeating.stop()
  assert.equal(seen[0], undefined)
})
