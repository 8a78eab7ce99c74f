import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LayerName } from '../../src/client/index.ts'
import { scenarios, simulate, type Scenario } from './simulation.ts'

/** A few seconds' worth; `SEEDS=10000` for a minute, `SEED=… SEED_PATH=…` for a failure that was told. */
const { SEEDS = '300', SEED, SEED_PATH } = process.env

test(`${SEEDS} scenarios of failing instances break no promise`, async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async scenario => {
      assert.deepEqual(await simulate(scenario), [])
    }),
    {
      numRuns: Number(SEEDS),
      endOnFailure: SEED_PATH === undefined,
      ...(SEED !== undefined && { seed: Number(SEED) }),
      ...(SEED_PATH !== undefined && { path: SEED_PATH })
    }
  )
})

test('a scenario plays the same whenever it is played', async () => {
  const [scenario] = fc.sample(scenarios, { seed: 7, numRuns: 1 })
  assert.ok(scenario)
  const without = ['budget', 'deadline', 'timeout'] as const
  assert.deepEqual(await simulate(scenario, without), await simulate(scenario, without))
})

const many = { atMs: 0, kind: 'get', calls: 70, deadlineMs: 2_500, hedge: false } as const
const plain: Scenario = { seed: 1, instances: [['ok']], changes: [], bursts: [many] }

const broken: readonly (readonly [string, readonly LayerName[], Partial<Scenario>])[] = [
  ['budget', ['budget', 'breaker'], { instances: [['503'], ['503'], ['503']] }],
  [
    'outlived',
    ['deadline', 'timeout'],
    { instances: [['slow']], bursts: [{ ...many, deadlineMs: 50 }] }
  ],
  ['never ended', ['deadline', 'timeout'], { instances: [['hang']] }],
  ['overfull', ['bulkhead'], { instances: [['hang']] }]
]

for (const [what, without, changes] of broken) {
  test(`without ${without.join(' and ')} the judge objects: ${what}`, async () => {
    const violations = await simulate({ ...plain, ...changes }, without)
    assert.ok(
      violations.some(each => each.startsWith(what)),
      violations.join()
    )
    assert.deepEqual(await simulate({ ...plain, ...changes }), [])
  })
}
