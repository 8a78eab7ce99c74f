import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Call, Reply, Send } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import type { CallRequest, LayerName } from '../../src/client/index.ts'
import { DomainError } from '../../src/errors/index.ts'
import { createErrorSender } from '../../src/service/error-sender.ts'
import { runInContext } from '../../src/telemetry/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'
import { createManualClock, hanging, reply } from './fakes.ts'
import { createClient, found, read } from './harness.ts'

/** Three of these fit into the time that one attempt of the first client gives the service between. */
const quick = { ...read, attemptMs: 100 }
const unavailable = new DomainError('CATALOG_UNAVAILABLE', 'the catalogue cannot be asked')

const refusing: Send = call => {
  markSent(call)
  return Promise.resolve(reply(503))
}
const silent = hanging({ sends: true })
const lastHops = { 'answer 503': refusing, hang: silent } as const

/**
 * Two clients in a row on one clock: what the first sends is answered by a service that asks the last
 * hop through the second, within the time that it was given.
 */
function createChain(
  t: TestContext,
  lastHop: Send,
  options: { readonly without?: readonly LayerName[]; readonly request?: CallRequest } = {}
) {
  const { without = [], request = quick } = options
  const clock = createManualClock()
  const second = createClient(t, { clock, send: lastHop, without })
  const tell = createTeller()
  const answers: Reply[] = []
  const serve = async (): Promise<Reply> => {
    const { kind } = await second.client.call(request)
    const answer = kind === 'answered' ? found : tell(unavailable)
    answers.push(answer)
    return answer
  }
  const send = (call: Call): Promise<Reply> => {
    markSent(call)
    const deadlineAt = clock.now() + Number(call.headers['x-deadline-ms'])
    return runInContext({ correlationId: 'c', deadlineAt }, serve)
  }
  const first = createClient(t, { clock, send, without })
  return { clock, first, second, answers }
}

/** What the chassis makes of an error, without a server around it. */
function createTeller(): (error: Error) => Reply {
  const sendError = createErrorSender({
    runtime: createTestRuntime('product'),
    statusOf: { CATALOG_UNAVAILABLE: 503 },
    title: '',
    description: '',
    sendError: () => undefined
  })
  return error => {
    const headers: Record<string, string> = {}
    let status = 0
    const taken = {
      code: (told: number) => void (status = told),
      header: (name: string, value: string) => void (headers[name] = value),
      hasHeader: (name: string) => name in headers
    }
    sendError(error, {} as FastifyRequest, taken as unknown as FastifyReply)
    return reply(status, headers)
  }
}

for (const [what, lastHop] of Object.entries(lastHops)) {
  test(`a call through two clients is three attempts where all ${what}, not nine`, async t => {
    const { clock, first, second, answers } = createChain(t, lastHop)
    const called = first.client.call(read)
    await clock.advance(2_000)
    const result = await called
    assert.equal(second.calls.length, 3)
    assert.equal(answers.length, 1)
    assert.deepEqual([answers[0]?.status, answers[0]?.headers], [503, { 'x-retry': 'no' }])
    assert.equal(first.calls.length, 1)
    assert.deepEqual(
      [result.kind, result.kind === 'technical' && result.attempts],
      ['technical', 1]
    )
  })

  test(`the attempts of many calls cost one budget where all ${what}`, async t => {
    // Nothing but the budget keeps the attempts down.
    const without: readonly LayerName[] = ['breaker', 'throttle']
    const { clock, first, second } = createChain(t, lastHop, { without })
    const [seconds, perSecond] = [60, 20]
    const calls: Promise<unknown>[] = []
    for (let count = 0; count < seconds * perSecond; count++) {
      calls.push(first.client.call(read))
      await clock.advance(1_000 / perSecond)
    }
    await clock.advance(2_000)
    await Promise.all(calls)
    assert.equal(first.calls.length, calls.length)
    // A tenth, three a second, and what a caller that was quiet has saved up.
    const repeatsMax = 0.1 * calls.length + 3 * seconds + 30
    const repeats = second.calls.length - calls.length
    assert.ok(repeats <= repeatsMax, `${repeats} of ${repeatsMax}`)
    assert.ok(repeats > repeatsMax / 2, `${repeats} of ${repeatsMax}`)
  })
}

test('a service whose time is up says so before its caller asks again', async t => {
  const { clock, first, second, answers } = createChain(t, silent, { request: read })
  const called = first.client.call(read)
  await clock.advance(2_000)
  assert.equal((await called).kind, 'technical')
  assert.equal(second.calls.length, 2, 'half of the time for each')
  assert.deepEqual(
    answers.map(({ headers }) => headers),
    [{ 'x-retry': 'no' }]
  )
  assert.equal(first.calls.length, 1)
})
