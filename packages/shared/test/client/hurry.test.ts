// Callers that have little time left, as every inner hop's are while the outer one's attempts are short.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Outcome, Send } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import { anEndpoint } from './fakes.ts'
import { createClient, found, read } from './harness.ts'

const ids = ['cart-1', 'cart-2', 'cart-3']
const usualMs = 5

/** Three instances, of which `hung` takes what it is sent and never answers. */
function start(t: TestContext) {
  let hung: string | undefined
  let seed = 3
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const asked = new Map(ids.map(id => [id, 0]))
  const { client, clock } = createClient(t, {
    endpoints: ids.map(id => anEndpoint(id)),
    random,
    connect: id => {
      const send: Send = call => {
        asked.set(id, (asked.get(id) ?? 0) + 1)
        markSent(call)
        const { promise, resolve } = Promise.withResolvers<Outcome>()
        call.flight.abort = () => resolve({ kind: 'failure', reason: 'lost', sent: true })
        if (id !== hung) clock.after(usualMs, () => resolve(found))
        return promise
      }
      return send
    }
  })
  /** One after the other, each with so much time; how many were not answered. */
  const failedOf = async (calls: number, deadlineMs: number): Promise<number> => {
    let failed = 0
    for (let call = 0; call < calls; call++) {
      const result = client.call({ ...read, deadlineMs })
      let isOver = false
      void result.then(() => (isOver = true))
      for (let ms = 0; ms <= deadlineMs && !isOver; ms += usualMs) await clock.advance(usualMs)
      if ((await result).kind !== 'answered') failed++
    }
    return failed
  }
  const hang = (id: string): void => {
    hung = id
    asked.set(id, 0)
  }
  return { client, asked, failedOf, hang }
}

for (const deadlineMs of [95, 295, 495, 995]) {
  test(`calls with ${deadlineMs} ms left are answered while one of three hangs`, async t => {
    const { client, asked, failedOf, hang } = start(t)
    // So many that it is known how long an answer takes.
    assert.equal(await failedOf(120, deadlineMs), 0)
    hang('cart-2')
    assert.equal(await failedOf(300, deadlineMs), 0)
    assert.ok(
      (asked.get('cart-2') ?? 0) < 30,
      `the hung one was asked ${asked.get('cart-2')} times`
    )
    const hung = client.status().endpoints.find(({ id }) => id === 'cart-2')
    assert.ok((hung?.breaker.ejections ?? 0) > 0 || (hung?.penaltyMs ?? 0) > usualMs)
  })
}

test('callers in a hurry put nobody out who is well', async t => {
  const { client, failedOf } = start(t)
  assert.equal(await failedOf(300, 95), 0)
  for (const { breaker, penaltyMs } of client.status().endpoints) {
    assert.deepEqual([breaker.ejections, penaltyMs], [0, 0])
  }
})
