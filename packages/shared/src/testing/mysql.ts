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
  // What it makes by itself may only come from a host of the name localhost.
  init: "create user root@'127.0.0.1';\ngrant all on *.* to root@'127.0.0.1' with grant option;\n",
  serve: () => [
    'mysqld',
    '--no-defaults',
    '--mysqlx=OFF',
    '--disable-log-bin',
    '--innodb-redo-log-capacity=16M',
    // Threads that hand each commit on are for many cores; on two they make every commit wait.
    '--innodb-log-writer-threads=OFF',
    '--innodb-doublewrite=OFF'
  ]
}
