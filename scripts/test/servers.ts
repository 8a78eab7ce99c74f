import process from 'node:process'
import { hasMariadb, startMariadb } from '@microzon/shared/testing/mariadb'
import { hasMysql, startMysql } from '@microzon/shared/testing/mysql'
import { hasMongod, startMongod } from '@microzon/shared/testing/mongod'

type Server = { readonly url: string; stop(): Promise<void> }

export type Servers = {
  /** Where the tests find them. */
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/**
 * Starts what the tests of several files share, once: those of MariaDB, MySQL and MongoDB that this
 * machine has.
 */
export async function startServers(): Promise<Servers> {
  const started = await Promise.all([
    startUnlessGiven('TEST_MARIADB_URL', hasMariadb, startMariadb),
    startUnlessGiven('TEST_MYSQL_URL', hasMysql, startMysql),
    startUnlessGiven('TEST_MONGO_URL', hasMongod, startMongod)
  ])
  const servers = started.filter(server => server !== undefined)
  return {
    env: Object.fromEntries(servers.map(({ name, url }) => [name, url])),
    stop: async () => {
      await Promise.all(servers.map(({ stop }) => stop()))
    }
  }
}

async function startUnlessGiven(
  name: string,
  isThere: () => boolean,
  start: () => Promise<Server>
): Promise<(Server & { readonly name: string }) | undefined> {
  if (process.env[name] !== undefined || !isThere()) return undefined
  const { url, stop } = await start()
  return { name, url, stop }
}
