// The whole stack over a fake transport, a fake clock and seeded randomness: what it does to a target
// whose instances come, go, hang and fail as a scenario says, and what of that it must never do.
import fc from 'fast-check'
import type { Outcome, Send } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import {
  createServiceClient,
  type CallRequest,
  type CallResult,
  type LayerName,
  type OpenServiceClient
} from '../../src/client/index.ts'
import type { EndpointState } from '../../src/discovery/index.ts'
import { createTracer } from '../../src/telemetry/index.ts'
import { anEndpoint, createFakeView, createManualClock, failure, reply } from './fakes.ts'
import { createJudge, type Judge } from './simulation-judge.ts'

const behaviours = ['ok', 'refuse', 'lose', 'hang', '500', '503', 'busy', 'slow'] as const
export type Behaviour = (typeof behaviours)[number]

const kinds = ['get', 'put', 'delete', 'keyed', 'unkeyed'] as const

export type Scenario = {
  readonly seed: number
  /** What each instance does, one after the other, for two seconds each. */
  readonly instances: readonly (readonly Behaviour[])[]
  readonly changes: readonly {
    readonly atMs: number
    readonly instance: number
    readonly state: EndpointState
  }[]
  readonly bursts: readonly {
    readonly atMs: number
    readonly kind: (typeof kinds)[number]
    readonly calls: number
    readonly deadlineMs: number
    readonly hedge: boolean
  }[]
}

const lengthMs = 12_000

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  instances: fc.array(
    fc.array(fc.constantFrom('ok' as const, ...behaviours), { minLength: 1, maxLength: 4 }),
    { minLength: 1, maxLength: 5 }
  ),
  changes: fc.array(
    fc.record({
      atMs: fc.nat(lengthMs),
      instance: fc.nat(4),
      state: fc.constantFrom<EndpointState>('ready', 'ready', 'draining', 'failing', 'gone')
    }),
    { maxLength: 8 }
  ),
  bursts: fc.array(
    fc.record({
      atMs: fc.nat(lengthMs),
      kind: fc.constantFrom(...kinds),
      calls: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 8 }) },
        fc.integer({ min: 9, max: 70 })
      ),
      deadlineMs: fc.integer({ min: 1, max: 2_500 }),
      hedge: fc.boolean()
    }),
    { minLength: 1, maxLength: 16 }
  )
})

/** Plays a scenario to its end and answers what the stack did that it must not do. */
export async function simulate(
  scenario: Scenario,
  without: readonly LayerName[] = []
): Promise<readonly string[]> {
  const clock = createManualClock()
  const startAt = clock.now()
  const view = createFakeView()
  const states = scenario.instances.map((): EndpointState => 'ready')
  const publish = (): void =>
    view.replace(
      states.map((state, index) => anEndpoint(`${index}`, { state, port: 20_000 + index }))
    )
  publish()
  const judge = createJudge({ clock, view })
  const random = seeded(scenario.seed)
  const client = createServiceClient({
    target: 'cart',
    resolver: { watch: () => view, close: () => Promise.resolve() },
    tokens: { sign: () => 'token', verify: () => undefined, isForAnother: () => false },
    tracer: createTracer({ service: 'web', version: '1', instance: 'web-1' }),
    clock,
    random,
    without,
    onEvent: judge.heard,
    connect: ({ id }) => ({
      way: createInstance({ id, scenario, clock, startAt, random, judge }),
      close: () => Promise.resolve()
    })
  })
  judge.watch(client)
  for (const { atMs, instance, state } of scenario.changes) {
    clock.after(atMs, () => {
      if (instance >= states.length) return
      states[instance] = state
      publish()
    })
  }
  let calls = 0
  for (const burst of scenario.bursts) {
    clock.after(burst.atMs, () => {
      for (let count = 0; count < burst.calls; count++)
        void ask(client, judge, { ...burst, id: calls++ })
    })
  }
  await clock.advance(lengthMs + 5_000)
  judge.end(clock.timers())
  await client.close()
  return judge.violations()
}

async function ask(
  client: OpenServiceClient,
  judge: Judge,
  asked: Scenario['bursts'][number] & { readonly id: number }
): Promise<void> {
  const { id, kind, deadlineMs, hedge } = asked
  const path = `/${id}`
  judge.begin(path, { kind, deadlineMs })
  let result: CallResult<unknown>
  try {
    result = await client.call({ ...requests[kind], path, deadlineMs, hedge })
  } catch (error) {
    return judge.threw(path, error)
  }
  judge.settle(path, result)
}

const requests: Readonly<Record<(typeof kinds)[number], Omit<CallRequest, 'path'>>> = {
  get: { method: 'GET', operation: 'GET /:id' },
  put: { method: 'PUT', operation: 'PUT /:id' },
  delete: { method: 'DELETE', operation: 'DELETE /:id' },
  keyed: { method: 'POST', operation: 'POST /:id', idempotencyKey: 'a-key-of-the-simulation' },
  unkeyed: { method: 'POST', operation: 'POST /:id' }
}

/** An instance as the wire shows it. */
function createInstance(options: {
  readonly id: string
  readonly scenario: Scenario
  readonly clock: ReturnType<typeof createManualClock>
  readonly startAt: number
  readonly random: () => number
  readonly judge: Judge
}): Send {
  const { id, scenario, clock, startAt, random, judge } = options
  const phases = scenario.instances[Number(id)] ?? ['ok']
  const takes: Readonly<Record<Behaviour, number>> = {
    ok: 5,
    refuse: 1,
    lose: 10,
    hang: Infinity,
    '500': 1,
    '503': 2,
    busy: 1,
    slow: 400
  }
  return call => {
    const phase = Math.floor((clock.now() - startAt) / 2_000) % phases.length
    const behaviour = phases[phase] ?? 'ok'
    judge.attempt(call, id)
    if (behaviour !== 'refuse') markSent(call)
    const isExecuted = behaviour !== 'refuse' && behaviour !== 'busy'
    if (isExecuted) judge.execute(call)
    return new Promise(resolve => {
      const end = (outcome: Outcome): void => {
        call.flight.abort = undefined
        cancel()
        judge.attemptEnds(call, isExecuted)
        resolve(outcome)
      }
      const ms = takes[behaviour] * (0.5 + random())
      const cancel =
        ms === Infinity
          ? () => undefined
          : clock.after(Math.round(ms), () => end(outcomeOf(behaviour)))
      call.flight.abort = () => end(failure('lost', call.flight.isSent))
    })
  }
}

function outcomeOf(behaviour: Behaviour): Outcome {
  switch (behaviour) {
    case 'ok':
    case 'slow':
    case 'hang':
      return reply(200)
    case 'refuse':
      return failure('refused', false)
    case 'lose':
      return failure('lost', true)
    case '500':
      return reply(500)
    case '503':
      return reply(503)
    case 'busy':
      return reply(503, { 'x-not-processed': '1' })
  }
  return behaviour satisfies never
}

/** Mulberry32: small, good enough, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
