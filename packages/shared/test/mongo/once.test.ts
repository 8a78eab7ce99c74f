import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { DomainError, isDomainError } from '../../src/errors/index.ts'
import type { Answer, Claim } from '../../src/idempotency/index.ts'
import { claimCollection, createMongoOnce, openMongo, setUp } from '../../src/mongo/index.ts'
import { mongoTest } from '../../src/testing/mongo.ts'

const claim: Claim = { scope: 'c-1 POST /accounts', key: 'k'.repeat(16), fingerprint: 'f-1' }
const created: Answer = { status: 201, headers: { location: '/a' }, body: { name: 'Zoë 🛒' } }
const refusal = new DomainError('ACCOUNT_REFUSED', 'no')

/** One instance, with a clock that is moved by hand; its store tells what it is asked. */
async function openInstance(t: TestContext, url: string, clock = { now: 1_000_000 }) {
  const { db, close } = await openMongo({ url })
  t.after(close)
  await setUp(db, { version: 1, collections: [claimCollection] })
  const origins: string[] = []
  const once = createMongoOnce({
    db,
    clock: () => clock.now,
    bind: origin => ({
      async add() {
        origins.push(origin)
        return created
      }
    })
  })
  return { once, origins, clock, claims: db.collection(claimCollection.name) }
}

function hasCode(code: string) {
  return (error: unknown) => isDomainError(error) && error.code === code
}

mongoTest('the effect happens once and every repeat is given the same answer', async (t, url) => {
  const { once, origins } = await openInstance(t, url)
  const first = await once.run(claim, store => store.add())
  assert.deepStrictEqual(first, { replayed: false, answer: created })
  for (let time = 0; time < 2; time += 1) {
    const repeat = await once.run(claim, store => store.add())
    assert.deepStrictEqual(repeat, { replayed: true, answer: created })
  }
  assert.equal(origins.length, 1)
  const other = { ...claim, fingerprint: 'f-2' }
  await assert.rejects(
    once.run(other, store => store.add()),
    hasCode('IDEMPOTENCY_KEY_REUSED')
  )
})

mongoTest('of many at once one works and the others are told so', async (t, url) => {
  const { once, origins } = await openInstance(t, url)
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const first = once.run(claim, async store => {
    begun.resolve()
    await gate.promise
    return store.add()
  })
  await begun.promise
  for (let time = 0; time < 3; time += 1) {
    await assert.rejects(
      once.run(claim, store => store.add()),
      hasCode('IDEMPOTENCY_IN_FLIGHT')
    )
  }
  gate.resolve()
  assert.equal((await first).replayed, false)
  assert.equal(origins.length, 1)
})

mongoTest('a claim whose holder died is taken over under the same name', async (t, url) => {
  const dead = await openInstance(t, url)
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const slow = dead.once.run(claim, async store => {
    await store.add()
    begun.resolve()
    await gate.promise
    return { status: 200, body: 'late' }
  })
  await begun.promise
  const { once, origins, clock } = await openInstance(t, url, { now: 1_009_000 })
  await assert.rejects(
    once.run(claim, store => store.add()),
    hasCode('IDEMPOTENCY_IN_FLIGHT')
  )
  clock.now = 1_011_000
  assert.deepEqual(await once.run(claim, store => store.add()), {
    replayed: false,
    answer: created
  })
  assert.deepEqual(origins, dead.origins)
  gate.resolve()
  // The answer that was stored is the one that everybody gets.
  assert.deepEqual(await slow, { replayed: true, answer: created })
})

mongoTest('a refusal is stored, a fault and a server error are not', async (t, url) => {
  const { once, claims } = await openInstance(t, url)
  const storable = (error: unknown): Answer | undefined =>
    error === refusal ? { status: 409, body: 1 } : undefined
  const fails = (error: Error) => async (): Promise<Answer> => {
    throw error
  }
  await assert.rejects(once.run(claim, fails(new Error('fault')), storable), /fault/)
  const unwell = async () => ({ status: 503, body: 'unwell' })
  assert.equal((await once.run(claim, unwell, storable)).answer.status, 503)
  assert.equal(await claims.countDocuments(), 0)
  const refused = await once.run(claim, fails(refusal), storable)
  assert.deepEqual(refused, { replayed: false, answer: { status: 409, body: 1 } })
  assert.deepEqual(await once.run(claim, store => store.add()), { ...refused, replayed: true })
})

mongoTest('an answer is forgotten after a day, and reaped', async (t, url) => {
  const { once, origins, clock } = await openInstance(t, url)
  await once.run(claim, store => store.add())
  await once.run({ ...claim, key: 'j'.repeat(16) }, store => store.add())
  clock.now += 24 * 60 * 60 * 1000
  assert.equal((await once.run(claim, store => store.add())).replayed, false)
  assert.equal(origins.length, 3)
  assert.equal(await once.reapExpired(10), 1)
  assert.equal(await once.reapExpired(10), 0)
  assert.equal((await once.run(claim, store => store.add())).replayed, true)
})
