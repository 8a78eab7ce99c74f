import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reservationKeptMs } from '../src/domain/reservation.ts'
import { startSweeper, sweep, type SweeperOptions } from '../src/sweeper.ts'

const day = 24 * 60 * 60_000

function createStore(due: { expired: number; forgotten: number; reaped: number }) {
  const asked: (readonly number[])[] = []
  const take = (name: keyof typeof due, limit: number): number => {
    const taken = Math.min(due[name], limit)
    due[name] -= taken
    return taken
  }
  const options: SweeperOptions = {
    products: {
      async expireReservations(now, limit) {
        asked.push([now, limit])
        return take('expired', limit)
      },
      async forgetReservations(before, limit) {
        asked.push([before, limit])
        return take('forgotten', limit)
      }
    },
    repair: async () => 0,
    reapExpired: async limit => take('reaped', limit),
    clock: () => 100 * day,
    onError: error => assert.fail(String(error)),
    intervalMs: 1
  }
  return { options, asked }
}

test('takes everything that is due, a hundred at a time', async () => {
  const due = { expired: 250, forgotten: 100, reaped: 3 }
  const { options, asked } = createStore(due)
  await sweep(options)
  assert.deepEqual(due, { expired: 0, forgotten: 0, reaped: 0 })
  const now = 100 * day
  assert.deepEqual(asked, [
    [now, 100],
    [now, 100],
    [now, 100],
    [now - reservationKeptMs, 100],
    [now - reservationKeptMs, 100]
  ])
})

test('goes on after a failure and stops when told', async () => {
  const { options } = createStore({ expired: 0, forgotten: 0, reaped: 0 })
  const errors: unknown[] = []
  let sweeps = 0
  const done = Promise.withResolvers<void>()
  const sweeper = startSweeper({
    ...options,
    onError: error => errors.push(error),
    async reapExpired() {
      sweeps += 1
      if (sweeps === 1) throw new Error('locked')
      if (sweeps === 3) done.resolve()
      return 0
    }
  })
  await done.promise
  await sweeper.stop()
  const after = sweeps
  await new Promise(resolve => setImmediate(resolve))
  assert.equal(sweeps, after)
  assert.deepEqual(errors.map(String), ['Error: locked'])
})
