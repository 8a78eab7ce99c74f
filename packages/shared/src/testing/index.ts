export { eachDatabase } from './databases.ts'
export { createTestRuntime } from './runtime.ts'
export type { TestRuntime } from './runtime.ts'
