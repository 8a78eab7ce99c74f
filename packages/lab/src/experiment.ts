// `npm run experiment -- NAME`: what a running system does when something goes wrong.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '..', '..', '..', '.runtime', 'compile-cache'))
const { experimentCommand } = await import('./experiment/command.ts')
const { runCommand } = await import('./cli/main.ts')

await runCommand(() => experimentCommand(process.argv.slice(2)))
process.exit()
