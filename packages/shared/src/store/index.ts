export { createDatabase } from './create-database.ts'
export { openDatabase } from './database.ts'
export type { Database, DatabaseOptions, QueryEvent } from './database.ts'
export {
  isForeignKeyViolation,
  isRetryable,
  isStoreError,
  isUniqueViolation,
  StoreError
} from './errors.ts'
export type { StoreErrorCode } from './errors.ts'
export { answerOf, claimId, idempotencyMigration, storedAnswer } from './idempotency-table.ts'
export type { IdempotencySchema } from './idempotency-table.ts'
export { defaultLimits } from './limits.ts'
export type { Limits } from './limits.ts'
export type { Migrations } from './migrate.ts'
export { createOnce } from './once.ts'
export type { OnceOptions, Reaper } from './once.ts'
export { excluded } from './upsert.ts'
