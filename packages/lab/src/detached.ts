// The launcher that `npm start -- --detach` leaves behind.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '..', '..', '..', '.runtime', 'compile-cache'))
const { runDetached } = await import('./cli/detach.ts')
const { runCommand } = await import('./cli/main.ts')

await runCommand(() => runDetached(process.argv.slice(2)))
process.exit()
