import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './find-node.mjs'
import { Failure, sentenceOf } from './failure.mjs'
import { installDependencies } from './install.mjs'
import { markRunning } from './running.mjs'
import { run } from './run.mjs'
import { isOrphan, watchParent } from './watch-parent.mjs'

const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..')

async function main([target, ...args]) {
  if (!target) throw new Failure('Name the file to run: node scripts/node.mjs FILE ARGUMENTS')
  // An installation whose npm was killed with -9 must neither go on nor start anything.
  const unwatch = watchParent(() => process.exit(1))
  const node = await findNode(root)
  await installDependencies({ root, node, target })
  unwatch()
  if (isOrphan()) process.exit(1)
  const unmark = markRunning(root, nameOf(target))
  await run({ root, node, target: resolve(root, target), args, onExit: unmark })
}

function nameOf(target) {
  const script = process.env.npm_lifecycle_event
  return script === 'start' ? 'npm start' : script ? `npm run ${script}` : target
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = 1
})
