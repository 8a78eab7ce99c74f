// Run while an image is built and before the first start of a lab: loads every module once, so that
// what V8 makes of it is in the compile cache that NODE_COMPILE_CACHE names, and no service strips
// types at its start.
import { globSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { resolve } from 'node:path'
import process from 'node:process'

// A main.ts runs when it is loaded; what it loads is loaded here.
const patterns = [
  'services/*/src/**/*.ts',
  'packages/lab/src/{registry,telemetry}/**/*.ts',
  // A reload of the balancer waits for it.
  'packages/lab/src/compose/master-socket.ts',
  'packages/lab/src/cli/main.ts'
]
const files = globSync(patterns).filter(
  file => !file.endsWith('/main.ts') || file.includes('/cli/')
)
for (const file of files) await import(resolve(file))
flushCompileCache()
process.exit()
