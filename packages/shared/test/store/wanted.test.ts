import assert from 'node:assert/strict'
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
    const underWay = read()
    gone.abort(new DomainError('CALLER_GONE', 'nobody waits for the answer'))
    assert.equal((await underWay).length, 1)
    await assert.rejects(read(), { code: 'CALLER_GONE' })
  })
  assert.equal(statements.length, 2)
  assert.equal((await kysely.selectFrom('account').selectAll().execute()).length, 1)
})
