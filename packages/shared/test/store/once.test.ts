import assert from 'node:assert/strict'

import type { Transaction } from 'kysely'

import { DomainError, isDomainError } from '../../src/errors/index.ts'
import type { Answer, Claim } from '../../src/idempotency/index.ts'
import { createOnce } from '../../src/store/index.ts'
import { eachDatabase, type OpenDatabase } from '../../src/testing/databases.ts'
import { account, migrations, type TestSchema } from './schema.ts'

type Accounts = {
  add(id: string): Promise<void>
  ids(): Promise<readonly string[]>
}

const claim: Claim = { scope: 'c-1 POST /accounts', key: 'k'.repeat(16), fingerprint: 'f-1' }
const created: Answer = {
  status: 201,
  headers: { location: '/accounts/a' },
  body: { id: 'a', name: 'Zoë 🛒', cents: 1, list: [null, true, 1.5] }
}

function bind(transaction: Transaction<TestSchema>): Accounts {
  return {
    async add(id) {
      await transaction.insertInto('account').values(account(id)).execute()
    },
    async ids() {
      const rows = await transaction.selectFrom('account').select('id').orderBy('id').execute()
      return rows.map(row => row.id)
    }
  }
}

/** One instance of a service, with a clock that is moved by hand. */
async function openInstance(open: OpenDatabase, clock = { now: 1_000_000 }) {
  const database = await open<TestSchema>()
  await database.migrate(migrations)
  const once = createOnce({ database, bind, clock: () => clock.now })
  const ids = () => database.transaction(transaction => bind(transaction).ids())
  return { database, once, ids, clock }
}

async function addA(store: Accounts) {
  await store.add('a')
  return created
}

function hasCode(code: string) {
  return (error: unknown) => isDomainError(error) && error.code === code
}

const rejected = new DomainError('ACCOUNT_REFUSED', 'no')

function storable(error: unknown): Answer | undefined {
  return error === rejected ? { status: 409, body: { code: rejected.code } } : undefined
}

eachDatabase(
  'the effect happens once and every repeat is given the same answer',
  async (_, open) => {
    const { once, ids } = await openInstance(open)
    const first = await once.run(claim, addA)
    const repeats = [await once.run(claim, addA), await once.run(claim, addA)]
    assert.deepStrictEqual(first, { replayed: false, answer: created })
    for (const repeat of repeats) {
      assert.deepStrictEqual(repeat, { replayed: true, answer: first.answer })
    }
    assert.deepEqual(await ids(), ['a'])
  }
)

eachDatabase('an answer is the same the first time as read back', async (_, open) => {
  const { once } = await openInstance(open)
  const bodies = [undefined, null, '', 'text', { at: new Date(0), gone: undefined }, [undefined]]
  for (const [index, body] of bodies.entries()) {
    const other = { ...claim, key: `${claim.key}${index}` }
    const first = await once.run(other, async () => ({ status: 200, body }))
    const repeat = await once.run(other, async () => ({ status: 500, body: 'never' }))
    assert.deepStrictEqual(repeat.answer, first.answer)
  }
})

eachDatabase('a claim is another one for another key and for another scope', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await once.run(claim, addA)
  for (const [id, change] of [
    ['b', { key: 'j'.repeat(16) }],
    ['c', { scope: 'c-2 POST /accounts' }]
  ] as const) {
    const outcome = await once.run({ ...claim, ...change }, async store => {
      await store.add(id)
      return { status: 201, body: id }
    })
    assert.equal(outcome.replayed, false)
  }
  assert.deepEqual(await ids(), ['a', 'b', 'c'])
})

eachDatabase('the key of another request is refused and changes nothing', async (_, open) => {
  const { once, ids } = await openInstance(open)
  const other = { ...claim, fingerprint: 'f-2' }
  await once.run(claim, addA)
  const refused = hasCode('IDEMPOTENCY_KEY_REUSED')
  await assert.rejects(
    once.run(other, async () => assert.fail('ran')),
    refused
  )
  await assert.rejects(
    once.begin(other, async () => assert.fail('ran')),
    refused
  )
  await assert.rejects(once.finish(other, { status: 200, body: 1 }), refused)
  await once.abandon(other)
  assert.equal((await once.run(claim, addA)).replayed, true)
  assert.deepEqual(await ids(), ['a'])
})

eachDatabase('a fault leaves neither effect nor claim', async (_, open) => {
  const { once, ids } = await openInstance(open)
  const fault = new Error('fault')
  const faulty = async (store: Accounts) => {
    await store.add('a')
    throw fault
  }
  await assert.rejects(once.run(claim, faulty, storable), error => error === fault)
  await assert.rejects(once.begin(claim, faulty), error => error === fault)
  assert.deepEqual(await ids(), [])
  assert.equal((await once.run(claim, addA)).replayed, false)
})

eachDatabase('a definite refusal is stored without its effects', async (_, open) => {
  const { once, ids } = await openInstance(open)
  const refusing = async (store: Accounts) => {
    await store.add('a')
    throw rejected
  }
  const first = await once.run(claim, refusing, storable)
  assert.deepEqual(first, {
    replayed: false,
    answer: { status: 409, body: { code: rejected.code } }
  })
  assert.deepEqual(await once.run(claim, addA, storable), { ...first, replayed: true })
  assert.deepEqual(await ids(), [])
})

eachDatabase('a refusal that the database made is stored too', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await once.run(claim, addA)
  const other = { ...claim, key: 'j'.repeat(16) }
  const taken = { status: 409, body: 'taken' }
  const outcome = await once.run(other, addA, () => taken)
  assert.deepEqual(outcome, { replayed: false, answer: taken })
  assert.deepEqual(await once.run(other, addA), { replayed: true, answer: taken })
  assert.deepEqual(await ids(), ['a'])
})

eachDatabase('an answer of 500 and above is never stored, nor its effects', async (_, open) => {
  const { once, ids } = await openInstance(open)
  const failed = { status: 503, body: { code: 'DOWN' } }
  const outcome = await once.run(claim, async store => {
    await store.add('a')
    return failed
  })
  assert.deepEqual(outcome, { replayed: false, answer: failed })
  await assert.rejects(
    once.run(
      claim,
      async () => Promise.reject(rejected),
      () => failed
    ),
    error => error === rejected
  )
  assert.deepEqual(await ids(), [])
  await once.begin(claim, store => store.add('a'))
  await assert.rejects(once.finish(claim, failed))
  assert.equal((await once.finish(claim, created)).replayed, false)
})

eachDatabase('an answer too large to be kept is a fault', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await assert.rejects(
    once.run(claim, async store => {
      await store.add('a')
      return { status: 200, body: 'x'.repeat(1024 * 1024) }
    }),
    RangeError
  )
  assert.deepEqual(await ids(), [])
})

eachDatabase('a large answer and a long scope are kept whole', async (_, open) => {
  const { once } = await openInstance(open)
  const long = { ...claim, scope: 's'.repeat(10_000) }
  const answer = { status: 200, body: '€'.repeat(300_000) }
  await once.run(long, async () => answer)
  assert.deepEqual((await once.run(long, addA)).answer, answer)
})

eachDatabase('of many claimers at once one runs and all get its answer', async (_, open, at) => {
  const first = await openInstance(open)
  const second = at.kind === 'memory' ? first : await openInstance(open)
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (__, index) =>
      (index % 2 === 0 ? first : second).once.run(claim, addA)
    )
  )
  assert.equal(outcomes.filter(outcome => !outcome.replayed).length, 1)
  for (const outcome of outcomes) {
    assert.deepStrictEqual(outcome.answer, created)
  }
  assert.deepEqual(await first.ids(), ['a'])
})

eachDatabase('many different claims at once all run', async (_, open, at) => {
  const first = await openInstance(open)
  const second = at.kind === 'memory' ? first : await openInstance(open)
  const ids = Array.from({ length: 60 }, (__, index) => `id-${String(index).padStart(2, '0')}`)
  await Promise.all(
    ids.map((id, index) =>
      (index % 2 === 0 ? first : second).once.run(
        { ...claim, key: `${claim.key}${id}` },
        async store => {
          await store.add(id)
          return { status: 201, body: id }
        }
      )
    )
  )
  assert.deepEqual(await first.ids(), ids)
})

eachDatabase(
  'of many that begin at once one does, the others are told to wait',
  async (_, open, at) => {
    const first = await openInstance(open)
    const second = at.kind === 'memory' ? first : await openInstance(open)
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (__, index) =>
        (index % 2 === 0 ? first : second).once.begin(claim, store => store.add('a'))
      )
    )
    const begun = results.filter(result => result.status === 'fulfilled')
    const refused = results.filter(result => result.status === 'rejected')
    assert.deepEqual(
      begun.map(result => result.value),
      [{ kind: 'begun', resumed: false }]
    )
    assert.equal(refused.length, 19)
    assert.ok(refused.every(result => hasCode('IDEMPOTENCY_IN_FLIGHT')(result.reason)))
    assert.deepEqual(await first.ids(), ['a'])
  }
)

eachDatabase('what was begun is in flight until it is finished, then replayed', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await once.begin(claim, store => store.add('a'))
  const inFlight = hasCode('IDEMPOTENCY_IN_FLIGHT')
  await assert.rejects(
    once.begin(claim, async () => assert.fail('ran')),
    inFlight
  )
  await assert.rejects(
    once.run(claim, async () => assert.fail('ran')),
    inFlight
  )
  assert.deepEqual(await once.finish(claim, created, store => store.add('b')), {
    replayed: false,
    answer: created
  })
  assert.deepEqual(await once.begin(claim, async () => assert.fail('ran')), {
    kind: 'replayed',
    answer: created
  })
  assert.deepEqual(await ids(), ['a', 'b'])
})

eachDatabase('a claim is taken over after 30 s, without its first step', async (_, open) => {
  const { once, ids, clock } = await openInstance(open)
  await once.begin(claim, store => store.add('a'))
  clock.now += 29_999
  await assert.rejects(
    once.begin(claim, async () => {}),
    hasCode('IDEMPOTENCY_IN_FLIGHT')
  )
  clock.now += 1
  assert.deepEqual(await once.begin(claim, store => store.add('a')), {
    kind: 'begun',
    resumed: true
  })
  await assert.rejects(
    once.begin(claim, async () => {}),
    hasCode('IDEMPOTENCY_IN_FLIGHT')
  )
  assert.deepEqual(await ids(), ['a'])
})

eachDatabase('the first who finishes wins; the second is given that answer', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await once.begin(claim, async () => {})
  await once.finish(claim, created, store => store.add('a'))
  const second = await once.finish(claim, { status: 402, body: 'no' }, store => store.add('b'))
  assert.deepEqual(second, { replayed: true, answer: created })
  assert.deepEqual(await ids(), ['a'])
})

eachDatabase('a last step that fails leaves the claim in flight', async (_, open) => {
  const { once, ids } = await openInstance(open)
  await once.begin(claim, store => store.add('a'))
  await assert.rejects(once.finish(claim, created, store => store.add('a')))
  await assert.rejects(
    once.begin(claim, async () => {}),
    hasCode('IDEMPOTENCY_IN_FLIGHT')
  )
  await once.finish(claim, created, store => store.add('b'))
  assert.deepEqual(await ids(), ['a', 'b'])
})

eachDatabase(
  'what is abandoned starts anew; what is finished is not abandoned',
  async (_, open) => {
    const { once } = await openInstance(open)
    await once.abandon(claim)
    await once.begin(claim, async () => {})
    await once.abandon(claim)
    assert.deepEqual(await once.begin(claim, async () => {}), { kind: 'begun', resumed: false })
    await once.finish(claim, created)
    await once.abandon(claim)
    assert.equal((await once.begin(claim, async () => {})).kind, 'replayed')
  }
)

eachDatabase('after 24 h a claim counts as new, whatever it was', async (_, open) => {
  const { once, clock } = await openInstance(open)
  const other = { ...claim, fingerprint: 'f-2' }
  await once.run(claim, async () => ({ status: 200, headers: { etag: 'x' }, body: 1 }))
  clock.now += 24 * 60 * 60 * 1000
  assert.deepEqual(await once.begin(other, async () => {}), { kind: 'begun', resumed: false })
  assert.deepEqual(await once.finish(other, { status: 200, body: 2 }), {
    replayed: false,
    answer: { status: 200, body: 2 }
  })
  assert.deepEqual((await once.run(other, addA)).answer, { status: 200, body: 2 })
})

eachDatabase('the reaper forgets what has expired, a batch at a time', async (_, open) => {
  const { once, clock, database } = await openInstance(open)
  for (const index of [1, 2, 3]) {
    await once.run({ ...claim, key: `${claim.key}${index}` }, async () => ({
      status: 200,
      body: index
    }))
  }
  clock.now += 24 * 60 * 60 * 1000 - 1
  assert.equal(await once.reapExpired(10), 0)
  await once.run(claim, addA)
  clock.now += 1
  assert.deepEqual(
    [await once.reapExpired(2), await once.reapExpired(2), await once.reapExpired(2)],
    [2, 1, 0]
  )
  const rows = await database.kysely.selectFrom('idempotency').select('status').execute()
  assert.deepEqual(
    rows.map(row => row.status),
    [201]
  )
})
