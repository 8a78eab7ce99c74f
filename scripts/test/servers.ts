import process from 'node:process'
import { hasMariadb, startMariadb } from '@microzon/shared/testing/mariadb'
import { hasMongod, startMongod } from '@microzon/shared/testing/mongod'

type Server = { readonly url: string; stop(): Promise<void> }

export type Servers = {
  /** Where the tests find them. */
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** Starts what the tests of several files share, once: a MariaDB and a MongoDB, where there are such. */
export async function startServers(): Promise<Servers> {
  const [mysql, mongo] = await Promise.all([
    startUnlessGiven('TEST_MYSQL_URL', hasMariadb, startMariadb),
    startUnlessGiven('TEST_MONGO_URL', hasMongod, startMongod)
  ])
  return {
    env: {
      ...(mysql !== undefined && { TEST_MYSQL_URL: mysql.url }),
      ...(mongo !== undefined && { TEST_MONGO_URL: mongo.url })
    },
    stop: async () => {
      await Promise.all([mysql?.stop(), mongo?.stop()])
    }
  }
}

async function startUnlessGiven(
  name: string,
  isThere: () => boolean,
  start: () => Promise<Server>
): Promise<Server | undefined> {
  return process.env[name] === undefined && isThere() ? start() : undefined
}
