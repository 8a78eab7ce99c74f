// `npm run lab -- VERB`: what can be done with a lab that runs.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '..', '..', '..', '.runtime', 'compile-cache'))
const { labCommand } = await import('./cli/lab-command.ts')
const { runCommand } = await import('./cli/main.ts')

await runCommand(() => labCommand(process.argv.slice(2)))
