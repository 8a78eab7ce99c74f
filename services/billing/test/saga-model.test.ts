import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isTerminal } from '../src/domain/order.ts'
import { runSaga } from '../src/domain/run-saga.ts'
import { Crash, createWorld, type Choose, type Facts, type World } from './world.ts'

const facts: fc.Arbitrary<Facts> = fc.record({
  cart: fc.constantFrom('as-shown', 'as-shown', 'as-shown', 'changed'),
  prices: fc.constantFrom('as-shown', 'as-shown', 'as-shown', 'changed', 'gone'),
  stock: fc.constantFrom('enough', 'enough', 'enough', 'none'),
  card: fc.constantFrom('pays', 'pays', 'declined')
})

type Driver = { resume: (() => void) | undefined; crash: (() => void) | undefined }

/**
 * Lets up to three instances work on one order at once. Chance says whose turn it is at every
 * await, who dies there for good, how much time passes, and what the network does; when it has no
 * more to say, all is calm.
 */
async function live(given: Facts, chances: readonly number[]): Promise<World> {
  const dice = { index: 0 }
  const choose: Choose = below => {
    const chance = chances[dice.index++]
    return chance === undefined ? 0 : chance % below
  }
  const world = createWorld(given, choose)
  const drivers: Driver[] = []
  const failures: unknown[] = []
  while (dice.index < chances.length && failures.length === 0) {
    const waiting = drivers.filter(({ resume }) => resume !== undefined)
    const what = choose(8)
    if (waiting.length === 0 || (what === 0 && waiting.length < 3)) {
      drivers.push(start(world, failures))
    } else {
      const driver = waiting[choose(waiting.length)]
      if (what === 1) driver?.crash?.()
      else if (what === 2) world.pass(choose(2) === 0 ? choose(2_000) : choose(40_000))
      else driver?.resume?.()
    }
    await quiet()
  }
  for (const { crash } of drivers) crash?.()
  await quiet()
  assert.deepEqual(failures, [])
  await calm(world)
  return world
}

/** One instance that takes the order as it finds it, from one await to the next. */
function start(world: World, failures: unknown[]): Driver {
  const driver: Driver = { resume: undefined, crash: undefined }
  const pause = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const over = (): void => {
        driver.resume = undefined
        driver.crash = undefined
      }
      driver.resume = () => (over(), resolve())
      driver.crash = () => (over(), reject(new Crash()))
    })
  const ports = world.portsOf({ pause: sequential(pause) })
  void ports.orders
    .find('')
    .then(found => runSaga(ports, found ?? assert.fail(), () => true))
    .catch(error => {
      if (!(error instanceof Crash)) failures.push(error)
    })
  return driver
}

/** Two calls at once wait one after the other, since a driver has one place where it stands. */
function sequential(pause: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => (last = last.then(pause))
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}

/** Everybody answers: the completer comes by every few seconds. */
async function calm(world: World): Promise<void> {
  const ports = world.portsOf({ pause: () => Promise.resolve() })
  for (let round = 0; round < 30 && !isTerminal(world.state.stored); round++) {
    world.pass(4_000)
    await runSaga(ports, world.state.stored, () => true)
  }
  assert.ok(isTerminal(world.state.stored), `stuck ${world.state.history.join(' ')}`)
  // What was taken late and is not needed runs out by itself.
  world.pass(20 * 60_000)
  world.check()
}

test('an order ends once, paid with the goods or unpaid with everything given back', async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      facts,
      fc.array(fc.nat({ max: 0x7fffffff }), { minLength: 0, maxLength: 300, size: 'max' }),
      async (given, chances) => {
        const { state } = await live(given, chances)
        const { stored, charges, cart, stock } = state
        const isPaid = stored.state === 'CONFIRMED'
        assert.equal(charges.length, isPaid ? 1 : 0)
        assert.deepEqual([cart.isClosed, stock.isConfirmed], [isPaid, isPaid])
        assert.equal(cart.frozenUntil, 0)
        assert.ok(isPaid || cart.isReleased)
        assert.ok(isPaid || stock.heldUntil < state.now)
        assert.equal(stored.reason === undefined, isPaid)
        const end = `${stored.state} ${stored.reason ?? ''}`
        ends.set(end, (ends.get(end) ?? 0) + 1)
      }
    ),
    { numRuns: 800, endOnFailure: true }
  )
  // Otherwise the chances do not reach what they are meant to.
  for (const end of ['CONFIRMED ', 'CANCELLED declined', 'CANCELLED abandoned']) {
    assert.ok((ends.get(end) ?? 0) > 30, JSON.stringify([...ends]))
  }
})

test('without faults an order goes straight to its end', async () => {
  const straight = async (more: Partial<Facts>): Promise<string> => {
    const given: Facts = { cart: 'as-shown', prices: 'as-shown', stock: 'enough', card: 'pays' }
    const { state } = await live({ ...given, ...more }, [])
    return state.history.join(' ')
  }
  const start = 'RECEIVED FROZEN PRICED RESERVED CHARGING'
  assert.equal(await straight({}), `${start} CHARGED CONFIRMED`)
  assert.equal(await straight({ card: 'declined' }), `${start} COMPENSATING CANCELLED`)
  assert.equal(await straight({ cart: 'changed' }), 'RECEIVED COMPENSATING CANCELLED')
  assert.equal(await straight({ prices: 'gone' }), 'RECEIVED FROZEN COMPENSATING CANCELLED')
  assert.equal(await straight({ prices: 'changed' }), 'RECEIVED FROZEN COMPENSATING CANCELLED')
  assert.equal(await straight({ stock: 'none' }), 'RECEIVED FROZEN PRICED COMPENSATING CANCELLED')
})
