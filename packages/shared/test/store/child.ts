import { writeSync } from 'node:fs'

import { createOnce, openDatabase, type Database } from '../../src/store/index.ts'
import { account, migrations, type TestSchema } from './schema.ts'

// One instance of a service in a process of its own: `node child.ts VERB URL`. It prints a line per
// thing that was acknowledged, at once, so that whoever kills it knows what must not be lost.

const [verb = '', url = ''] = process.argv.slice(2)
const database = await openDatabase<TestSchema>({ url })

function tell(line: string) {
  writeSync(1, `${line}\n`)
}

const verbs: Readonly<Record<string, (opened: Database<TestSchema>) => Promise<void>>> = {
  async migrate(opened) {
    await opened.migrate(migrations)
    tell('migrated')
  },

  /** Claims the same keys as every other child; tells which of them ran here. */
  async claim(opened) {
    const once = createOnce({ database: opened, bind: transaction => transaction, clock: Date.now })
    for (let index = 0; index < 100; index += 1) {
      const id = `id-${index}`
      const claim = { scope: 's', key: id, fingerprint: 'f' }
      const { replayed } = await once.run(claim, async transaction => {
        await transaction.insertInto('account').values(account(id)).execute()
        return { status: 201, body: id }
      })
      tell(`${replayed ? 'replayed' : 'ran'} ${id}`)
    }
  },

  /** Writes until it is killed. */
  async write(opened) {
    for (let index = 0; ; index += 1) {
      const id = `id-${index}`
      await opened.transaction(async transaction => {
        await transaction.insertInto('account').values(account(id)).execute()
        await transaction.insertInto('booking').values({ id, account_id: id, cents: 1 }).execute()
      })
      tell(id)
    }
  },

  /** Holds the write lock of a file until it is killed. */
  async hold(opened) {
    await opened.transaction(async transaction => {
      await transaction.insertInto('account').values(account('held')).execute()
      tell('held')
      await new Promise(resolve => setTimeout(resolve, 60_000))
    })
  }
}

await verbs[verb]?.(database)
await database.close()
