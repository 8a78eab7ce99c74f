import process from 'node:process'
import { hasMariadb, startMariadb } from '@microzon/shared/testing/mariadb'

export type Servers = {
  /** Where the tests find them. */
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

/** Starts what the tests of several files share, once: a MariaDB, where there is one on this machine. */
export async function startServers(): Promise<Servers> {
  const given = process.env['TEST_MYSQL_URL']
  if (given !== undefined || !hasMariadb()) return { env: {}, stop: () => Promise.resolve() }
  const server = await startMariadb()
  return { env: { TEST_MYSQL_URL: server.url }, stop: server.stop }
}
