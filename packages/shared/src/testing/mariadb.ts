import { find } from './programs.ts'
import {
  startSqlServer,
  type SqlProduct,
  type SqlServer,
  type SqlServerOptions
} from './sql-server.ts'

/** Whether the programs are on the path. */
export function hasMariadb(): boolean {
  return find('mariadbd') !== undefined && find('mariadb-install-db') !== undefined
}

/** Starts a MariaDB of one's own: see `startSqlServer`. */
export function startMariadb(options: SqlServerOptions = {}): Promise<SqlServer> {
  return startSqlServer(product, options)
}

const product: SqlProduct = {
  name: 'mariadb',
  install: folder => [
    'mariadb-install-db',
    '--no-defaults',
    `--datadir=${folder}/data`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--innodb-log-file-size=8M'
  ],
  serve: () => ['mariadbd', '--no-defaults', '--skip-networking=0', '--innodb-log-file-size=8M']
}
