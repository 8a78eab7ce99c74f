import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EndpointSet } from '../../src/discovery/index.ts'
import type { ManualClock } from '../client/fakes.ts'
import { consul } from './contract/consul-source.ts'
import { dns } from './contract/dns-source.ts'
import { file } from './contract/file-source.ts'
import { setUp, type SourceKind, type Told } from './contract/source.ts'
import { until } from './fixtures.ts'

const holdMs = 15_000
const goneMs = 60_000

/** Moves the clock on, little by little, so that what is asked in between is answered in between. */
async function advanceUntil(
  clock: ManualClock,
  isTrue: () => boolean,
  stepMs = 100
): Promise<void> {
  for (const end = performance.now() + 10_000; !isTrue(); await clock.advance(stepMs)) {
    if (performance.now() > end) throw new Error('what the test waits for has not come')
    await sleep(2)
  }
}

/** `4711:ready 4712:gone`, in the order of the ports. */
function textOf({ endpoints }: EndpointSet): string {
  const lines = endpoints.map(({ port, state }) => `${port}:${state}`)
  return lines.toSorted().join(' ')
}

function ready(...ports: readonly number[]): readonly Told[] {
  return ports.map(port => ({ port }))
}

// What a caller may rely on, wherever the instances are looked up.
for (const kind of [consul, dns, file]) {
  describe(`the resolver over ${kind.mechanism}`, () => {
    sets(kind)
    changes(kind)
    outages(kind)
    endings(kind)
  })
}

async function watchCart(t: TestContext, kind: SourceKind, ...ports: readonly number[]) {
  const parts = await setUp(t, kind)
  await parts.source.publish('cart', ready(...ports))
  const watched = parts.resolver.watch('cart')
  const heard: string[] = []
  watched.onChange(set => void heard.push(textOf(set)))
  const becomes = (text: string): Promise<void> =>
    advanceUntil(parts.clock, () => textOf(watched.current()) === text)
  if (ports.length > 0) await becomes(ports.map(port => `${port}:ready`).join(' '))
  return { ...parts, watched, heard, becomes }
}

function sets(kind: SourceKind): void {
  test('tells who is there, where, with which weight, and how it knows', async t => {
    const { source, resolver, clock } = await setUp(t, kind)
    await source.publish('cart', [{ port: 4_711, weight: 7 }, { port: 4_712 }])
    const watched = resolver.watch('cart')
    assert.deepEqual(watched.current(), {
      service: 'cart',
      mechanism: kind.mechanism,
      endpoints: [],
      source: 'none',
      updatedAt: 0
    })
    const { endpoints, ...set } = await watched.ready(60_000)
    assert.deepEqual(
      endpoints.map(({ service, address, port, weight, state }) => {
        return { service, address, port, weight, state }
      }),
      [4_711, 4_712].map((port, each) => {
        return {
          service: 'cart',
          address: '127.0.0.1',
          port,
          weight: [7, 10][each],
          state: 'ready'
        }
      })
    )
    const { mechanism } = kind
    assert.deepEqual(set, { service: 'cart', mechanism, source: 'live', updatedAt: clock.now() })
    assert.equal(new Set(endpoints.map(({ id }) => id)).size, 2)
  })

  test('watches a service once, and each by itself', async t => {
    const { source, resolver, clock } = await setUp(t, kind)
    await source.publish('cart', ready(4_711))
    await source.publish('product', ready(4_712))
    const [cart, product] = [resolver.watch('cart'), resolver.watch('product')]
    assert.equal(resolver.watch('cart'), cart)
    await advanceUntil(clock, () => textOf(product.current()) === '4712:ready')
    await advanceUntil(clock, () => textOf(cart.current()) === '4711:ready')
  })

  test('a service that nobody offers is known to be empty', async t => {
    const { resolver, clock, events } = await setUp(t, kind)
    const watched = resolver.watch('nobody')
    await advanceUntil(clock, () => watched.current().source === 'live')
    assert.deepEqual(watched.current().endpoints, [])
    assert.deepEqual(events, [])
  })

  test('keeps 1,000 instances at most, or takes no such answer at all', async t => {
    const { source, resolver, clock } = await setUp(t, kind)
    const many = Array.from({ length: 1_200 }, (_, each) => each + 1)
    await source.publish('cart', ready(...many))
    const watched = resolver.watch('cart')
    const isDone = (): boolean => {
      const { source: from, alarm } = watched.current()
      return from === 'live' || alarm !== undefined
    }
    await advanceUntil(clock, isDone)
    assert.ok(watched.current().endpoints.length <= 1_000)
  })
}

function changes(kind: SourceKind): void {
  test('tells its listeners of real changes, and of nothing else', async t => {
    const { source, heard, becomes, clock, events } = await watchCart(t, kind, 4_711, 4_712)
    await source.publish('cart', ready(4_712, 4_711))
    await source.publish('cart', ready(4_712, 4_711, 4_713))
    await becomes('4711:ready 4712:ready 4713:ready')
    for (let look = 0; look < 5; look++) await clock.advance(1_000)
    assert.deepEqual(heard, ['4711:ready 4712:ready', '4711:ready 4712:ready 4713:ready'])
    assert.deepEqual(
      events.map(event => event.kind),
      ['changed', 'changed']
    )
  })

  test('one that leaves is gone, and forgotten after a minute', async t => {
    const { source, becomes, clock, watched } = await watchCart(t, kind, 4_711, 4_712, 4_713)
    await source.publish('cart', ready(4_711, 4_713))
    await becomes('4711:ready 4712:gone 4713:ready')
    const { since } = watched.current().endpoints.find(({ port }) => port === 4_712) ?? {}
    await advanceUntil(clock, () => clock.now() >= (since ?? 0) + goneMs - 2_000, 1_000)
    assert.equal(textOf(watched.current()), '4711:ready 4712:gone 4713:ready')
    await becomes('4711:ready 4713:ready')
  })

  test('one that drains, or fails, is told so, or is not called any more', async t => {
    const { source, becomes } = await watchCart(t, kind, 4_711, 4_712, 4_713, 4_714)
    const changed = [
      { port: 4_711, state: 'draining' },
      { port: 4_712, state: 'failing' }
    ] as const
    await source.publish('cart', [...changed, ...ready(4_713, 4_714)])
    await becomes(
      kind.tellsStates
        ? '4711:draining 4712:failing 4713:ready 4714:ready'
        : '4711:gone 4712:gone 4713:ready 4714:ready'
    )
  })

  test('keeps for 15 s what it loses all at once, and says so', async t => {
    const { source, becomes, clock, watched, events } = await watchCart(t, kind, 4_711, 4_712)
    await source.publish('cart', [])
    await advanceUntil(clock, () => events.at(-1)?.kind === 'held')
    const heldAt = clock.now()
    assert.equal(textOf(watched.current()), '4711:ready 4712:ready')
    assert.equal(watched.current().source, 'last-known')
    assert.match(watched.current().alarm ?? '', /at once/)
    await becomes('4711:gone 4712:gone')
    assert.ok(clock.now() - heldAt >= holdMs - 200)
    assert.equal(watched.current().alarm, undefined)
  })
}

function outages(kind: SourceKind): void {
  for (const fault of ['silence', 'garble'] as const) {
    const what = { silence: 'does not answer', garble: 'answers without sense' }[fault]
    test(`keeps what was last known, for any time, when its source ${what}`, async t => {
      const { source, watched, clock, events, heard } = await watchCart(t, kind, 4_711, 4_712)
      const { updatedAt } = watched.current()
      await source[fault]()
      await advanceUntil(clock, () => watched.current().source === 'last-known')
      assert.ok((watched.current().alarm ?? '').length > 0)
      for (let minute = 0; minute < 30; minute++) await clock.advance(60_000)
      assert.equal(textOf(watched.current()), '4711:ready 4712:ready')
      assert.ok(watched.current().updatedAt - updatedAt < 3_600_000)
      assert.equal(events.filter(event => event.kind === 'lost').length, 1)
      await source.heal()
      await advanceUntil(clock, () => watched.current().source === 'live')
      assert.equal(watched.current().alarm, undefined)
      assert.equal(events.at(-1)?.kind, 'found')
      // Nobody was told of anything: the set never changed.
      assert.equal(heard.length, 1)
    })

    // O4: the original took a failed first look for a service without instances.
    test(`is found when it comes, where its source ${what} at the start`, async t => {
      const { source, resolver, clock, events } = await setUp(t, kind)
      await source.publish('cart', ready(4_711))
      await source[fault]()
      const watched = resolver.watch('cart')
      await advanceUntil(clock, () => watched.current().alarm !== undefined)
      assert.equal(watched.current().source, 'none')
      const first = watched.ready(100_000_000)
      await source.heal()
      await advanceUntil(clock, () => watched.current().source === 'live')
      assert.equal(textOf(await first), '4711:ready')
      assert.deepEqual(
        events.map(event => event.kind),
        ['lost', 'found', 'changed']
      )
    })
  }

  test('a source that comes back and knows nobody takes nobody away', async t => {
    const { source, watched, clock, becomes, heard } = await watchCart(t, kind, 4_711, 4_712)
    await source.silence()
    await advanceUntil(clock, () => watched.current().source === 'last-known')
    await source.publish('cart', [])
    await source.heal()
    await advanceUntil(clock, () => /at once/.test(watched.current().alarm ?? ''))
    assert.equal(textOf(watched.current()), '4711:ready 4712:ready')
    await source.publish('cart', ready(4_711))
    await source.publish('cart', ready(4_711, 4_712))
    await advanceUntil(clock, () => watched.current().source === 'live')
    await becomes('4711:ready 4712:ready')
    assert.equal(heard.length, 1)
  })
}

function endings(kind: SourceKind): void {
  test('leaves nothing behind when it is closed, and begins nothing', async t => {
    const { resolver, clock, source } = await watchCart(t, kind, 4_711, 4_712)
    await source.publish('cart', [])
    resolver.watch('product')
    await resolver.close()
    assert.equal(clock.timers(), 0)
    assert.throws(() => resolver.watch('web'), /closed/)
    await until(() => clock.timers() === 0, 'a timer came after the end')
    for (const end = performance.now() + 5_000; (await source.open()) > 0; await sleep(2)) {
      assert.ok(performance.now() < end, 'a connection stays')
    }
  })
}
