export { eachDatabase } from './databases.ts'
export { mongoDatabase, mongoIsMissing, mongoTest, ownMongodIsMissing } from './mongo.ts'
export { createTestRuntime } from './runtime.ts'
export type { TestRuntime } from './runtime.ts'
