import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlClient } from '../src/control/client.ts'
import { bandwidth, cut, hang, heal, resetPeer, slow } from '../src/verbs/faults.ts'
import type { Verb, VerbContext, VerbOptions } from '../src/verbs/verb.ts'

test('each verb puts its own fault there, and says how it ends', async () => {
  for (const [verb, options, fault] of [
    [slow, {}, { kind: 'latency', ms: 500, jitterMs: 0 }],
    [slow, { ms: '20', jitter: '5' }, { kind: 'latency', ms: 20, jitterMs: 5 }],
    [hang, {}, { kind: 'hang' }],
    [cut, {}, { kind: 'cut', afterBytes: 100 }],
    [cut, { after: '7' }, { kind: 'cut', afterBytes: 7 }],
    [resetPeer, {}, { kind: 'reset' }],
    [bandwidth, { rate: '9' }, { kind: 'bandwidth', bytesPerSecond: 9 }]
  ] as const) {
    const { faults, printed, exitCode } = await run(verb, ['cart-1'], options)
    assert.deepEqual(faults, [['cart-1', fault]])
    assert.match(printed.join(), /^cart-1: .*, until "heal cart-1"$/)
    assert.equal(exitCode, 0)
  }
})

test('refuses a number that is none with exit code 2, and does nothing', async () => {
  for (const [verb, options] of [
    [slow, { ms: '-1' }],
    [slow, { jitter: 'much' }],
    [cut, { after: '1e3' }],
    [bandwidth, { rate: '0' }]
  ] as const) {
    await assert.rejects(run(verb, ['cart-1'], options), { name: 'Failure', exitCode: 2 })
  }
})

test('heals one or all, and says so when there was nothing', async () => {
  assert.deepEqual((await run(heal, [], {})).printed, ['cart-1, cart-2: healed'])
  assert.deepEqual((await run(heal, ['cart-2'], {})).printed, ['cart-2: healed'])
  assert.deepEqual((await run(heal, ['cart-9'], {})).printed, ['There was no fault.'])
})

async function run(
  verb: Verb,
  words: readonly string[],
  options: VerbOptions
): Promise<{
  readonly faults: readonly unknown[]
  readonly printed: readonly string[]
  readonly exitCode: number
}> {
  const faults: unknown[] = []
  const printed: string[] = []
  const client: Pick<ControlClient, 'fault' | 'heal'> = {
    fault: (...told) => Promise.resolve(void faults.push(told)),
    heal: instance =>
      Promise.resolve(
        ['cart-1', 'cart-2'].filter(each => instance === undefined || each === instance)
      )
  }
  const context = { control: () => client, print: (text: string) => void printed.push(text) }
  const exitCode = await verb.run(context as unknown as VerbContext, { words, options })
  return { faults, printed, exitCode }
}
