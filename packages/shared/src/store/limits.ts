/** What the store may take, per opened database. Times in milliseconds. */
export type Limits = {
  /** MySQL: connections of the pool. SQLite has one for writing and one for reading. */
  readonly connections: number
  /** Who waits for a connection; the next one is refused at once. */
  readonly waitersMax: number
  /** How long one waits for a connection. */
  readonly waitMs: number
  /** One statement on MySQL. A statement of SQLite runs inside this process and cannot be interrupted. */
  readonly queryMs: number
  /** How long SQLite's write lock, held by another process, is waited for. */
  readonly busyMs: number
  /** One run of a transaction, from its first statement to its last. */
  readonly transactionMs: number
  /** How long a transaction is repeated after deadlocks, and how often. */
  readonly repeatMs: number
  readonly repeatsMax: number
  /** How long the first connection to MySQL is tried. */
  readonly connectMs: number
}

export const defaultLimits: Limits = {
  connections: 10,
  waitersMax: 500,
  waitMs: 2_000,
  queryMs: 5_000,
  busyMs: 3_000,
  transactionMs: 10_000,
  repeatMs: 3_000,
  repeatsMax: 10,
  connectMs: 30_000
}
