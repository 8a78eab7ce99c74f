import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { DomainError } from '../../src/errors/index.ts'
import type { QueryEvent } from '../../src/store/index.ts'
import { runInContext } from '../../src/telemetry/index.ts'
import { eachDatabase } from '../../src/testing/databases.ts'
import { account, migrations, type TestSchema } from './schema.ts'

eachDatabase('a read whose caller has gone starts no further statement', async (_, open) => {
  const statements: QueryEvent[] = []
  const { kysely, migrate } = await open<TestSchema>({
    onQuery: event => void statements.push(event)
  })
  await migrate(migrations)
  await kysely.insertInto('account').values(account('a')).execute()
  statements.length = 0
  const gone = new AbortController()
  const context = { correlationId: 'a'.repeat(32), signal: gone.signal }
  await runInContext(context, async () => {
    const read = () => kysely.selectFrom('account').selectAll().execute()
    assert.equal((await read()).length, 1)
    gone.abort(new DomainError('CALLER_GONE', 'nobody waits for the answer'))
    await assert.rejects(read(), { code: 'CALLER_GONE' })
  })
  assert.equal(statements.length, 1)
  assert.equal((await kysely.selectFrom('account').selectAll().execute()).length, 1)
})

eachDatabase(
  'one that waits for a connection is not begun when its caller goes meanwhile',
  async (_, open) => {
    const { kysely, migrate, transaction } = await open<TestSchema>({ limits: { connections: 1 } })
    await migrate(migrations)
    await kysely.insertInto('account').values(account('a')).execute()
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const { promise: hasBegun, resolve: begun } = Promise.withResolvers<void>()
    const holding = transaction(async one => {
      await one.selectFrom('account').selectAll().execute()
      begun()
      await mayEnd
    })
    await hasBegun
    const gone = new AbortController()
    const context = { correlationId: 'a'.repeat(32), signal: gone.signal }
    const waiting = runInContext(context, () => kysely.selectFrom('account').selectAll().execute())
    const told = assert.rejects(waiting, { code: 'CALLER_GONE' })
    await setImmediate()
    gone.abort(new DomainError('CALLER_GONE', 'nobody waits for the answer'))
    end()
    await Promise.all([told, holding])
    assert.equal((await kysely.selectFrom('account').selectAll().execute()).length, 1)
  },
  // On a file a read waits for nobody.
  ['memory', 'mysql']
)
