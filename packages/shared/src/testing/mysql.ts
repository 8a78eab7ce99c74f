import { execFileSync } from 'node:child_process'
import { find } from './programs.ts'
import {
  startSqlServer,
  type SqlProduct,
  type SqlServer,
  type SqlServerOptions
} from './sql-server.ts'

/** Whether there is a MySQL on the path; a MariaDB may go by the same name. */
export function hasMysql(): boolean {
  const program = find('mysqld')
  return (
    program !== undefined &&
    !/mariadb/i.test(execFileSync(program, ['--version'], { encoding: 'utf8' }))
  )
}

/** Starts a MySQL of one's own: see `startSqlServer`. */
export function startMysql(options: SqlServerOptions = {}): Promise<SqlServer> {
  return startSqlServer(product, options)
}

const product: SqlProduct = {
  name: 'mysql',
  install: folder => [
    'mysqld',
    '--no-defaults',
    '--initialize-insecure',
    `--datadir=${folder}/data`,
    '--innodb-redo-log-capacity=16M'
  ],
  serve: () => [
    'mysqld',
    '--no-defaults',
    '--mysqlx=OFF',
    '--disable-log-bin',
    '--innodb-redo-log-capacity=16M'
  ]
}
