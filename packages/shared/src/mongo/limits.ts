/** What a store on MongoDB may take. Times in milliseconds. */
export type MongoLimits = {
  /** How long the first connection is tried. */
  readonly connectMs: number
  /** How long an operation looks for a server that can do it. */
  readonly selectMs: number
  /** Connections of the pool, and how long an operation waits for one. */
  readonly connections: number
  readonly waitMs: number
  /** One command, as the server measures it. */
  readonly commandMs: number
  /** A connection that is silent for so long is given up; longer than `commandMs`. */
  readonly silenceMs: number
  /** How long a piece of work is repeated after the connection or its server was lost. */
  readonly repeatMs: number
}

export const mongoLimits: MongoLimits = {
  connectMs: 30_000,
  selectMs: 2_000,
  connections: 10,
  waitMs: 2_000,
  commandMs: 10_000,
  silenceMs: 15_000,
  repeatMs: 15_000
}
