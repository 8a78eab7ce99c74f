import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { hasMariadb, startMariadb } from '@microzon/shared/testing/mariadb'
import { hasMongod, startMongod } from '@microzon/shared/testing/mongod'
import { hasMysql, startMysql } from '@microzon/shared/testing/mysql'
import { ownDatabaseUrl } from '../packages/lab/src/runtime/own-stores.ts'
import { startShop, type RunningShop } from './shop.ts'
import type { Bench } from './support/bench.ts'

/** A shop and the stores below it. */
export type System = {
  readonly name: string
  readonly shop: RunningShop
  /** Of billing's database. */
  readonly billingUrl: string
  /** Makes so many products up. */
  populate(products: number): Promise<void>
  stop(): Promise<void>
}

const populateMsMax = 1_200_000
/** As the compose file gives to MySQL. */
const serverOptions = { bufferPool: '128M' }

/** Why there is nothing to compare with on this machine, or nothing. */
export function whyNoServers(): string | undefined {
  if (!hasMysql() && !hasMariadb()) return 'there is no MySQL and no MariaDB'
  return hasMongod() ? undefined : 'there is no MongoDB'
}

/** The lab on its embedded stores, then on a MySQL (else a MariaDB) and a MongoDB of its own. */
export async function openSystems(bench: Bench): Promise<readonly System[]> {
  bench.tell('starting the database servers')
  const [sql, mongo] = await Promise.all([
    hasMysql() ? startMysql(serverOptions) : startMariadb(serverOptions),
    startMongod()
  ])
  const stopServers = async (): Promise<void> => {
    await Promise.all([sql.stop(), mongo.stop()])
  }
  const opened: System[] = []
  try {
    const embedded = await openEmbedded(bench)
    opened.push(embedded)
    const env = { MYSQL_URL: sql.url, MONGO_URL: mongo.url }
    const real = await open(bench, { name: 'MySQL and MongoDB', env })
    return [
      embedded,
      {
        ...real,
        async stop() {
          await real.stop()
          await stopServers()
        }
      }
    ]
  } catch (error) {
    await Promise.all(opened.map(system => system.stop()))
    await stopServers()
    throw error
  }
}

/** The lab on its embedded stores. */
export function openEmbedded(bench: Bench): Promise<System> {
  return open(bench, { name: 'SQLite', env: {} })
}

async function open(
  { checkout, folder, tell }: Bench,
  { name, env }: { readonly name: string; readonly env: Readonly<Record<string, string>> }
): Promise<System> {
  tell(`starting the shop on ${name}`)
  const home = join(folder, name.replaceAll(' ', '-').toLowerCase())
  const shop = await startShop({
    command: [process.execPath, join(checkout, 'packages/lab/src/start.ts')],
    cwd: checkout,
    home,
    env: { ...process.env, ...env }
  })
  const labId = readFileSync(join(home, 'secrets', 'lab-id'), 'utf8').trim()
  const stores = { mysqlUrl: env['MYSQL_URL'], mongoUrl: env['MONGO_URL'] }
  return {
    name,
    shop,
    billingUrl:
      ownDatabaseUrl('billing', { stores, labId }) ?? `sqlite:${join(home, 'data', 'billing.db')}`,
    async populate(products) {
      const program = join(checkout, 'packages/lab/src/populate.ts')
      const words = [program, '--generate', String(products), '--data', home, '--json']
      await promisify(execFile)(process.execPath, words, { cwd: checkout, timeout: populateMsMax })
    },
    stop: () => shop.stop()
  }
}
