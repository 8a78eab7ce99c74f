import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { withLock } from './lock.mjs'
import { npm, npmFailure } from './npm.mjs'
import { startProgress } from './progress.mjs'
import { runningPrograms } from './running.mjs'

/** The lab's verbs must work while a lab runs: without them nobody could stop it and install. */
const verbs = 'packages/lab/src/lab.ts'

/**
 * Installs what the lockfile names, unless that is what the last installation did. `npm ci` empties
 * node_modules first, so it must never happen under a running lab. Throws a `Failure`.
 */
export async function installDependencies({ root, node, target }) {
  if (isInstalled(root)) return
  const [other] = runningPrograms(root)
  if (other && target === verbs && existsSync(join(root, 'node_modules'))) {
    process.stderr.write(
      'The lockfile has changed since the last installation; the running lab keeps the old packages.\n'
    )
    return
  }
  await withLock(root, async () => {
    if (isInstalled(root)) return
    refuseUnderRunningPrograms(root)
    await install(root, node)
  })
}

function isInstalled(root) {
  try {
    return readFileSync(stampOf(root), 'utf8') === wanted(root)
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

/** The platform belongs to it: the packages hold binaries, and a checkout can be shared with a container. */
function wanted(root) {
  const lockfile = join(root, 'package-lock.json')
  if (!existsSync(lockfile)) {
    throw new Failure(
      `${lockfile} is missing: run \`git checkout package-lock.json\`, then run the command again.`
    )
  }
  const hash = createHash('sha256').update(readFileSync(lockfile)).digest('hex')
  return `${hash} ${process.platform} ${process.arch}\n`
}

function stampOf(root) {
  return join(root, 'node_modules', '.microzon-lock')
}

function refuseUnderRunningPrograms(root) {
  const [other] = runningPrograms(root)
  if (!other) return
  const isLab = other.what === 'the lab' || other.what === 'npm start'
  throw new Failure(
    `The lockfile has changed, but ${other.what} (process ${other.pid}) is running with the ` +
      `installed packages: ` +
      `${isLab ? 'stop it (npm run lab -- down)' : 'wait for it or stop it'}, then run the command again.`
  )
}

async function install(root, node) {
  let fetched = 0
  const progress = startProgress('Installing the dependencies (npm ci)', {
    detail: () => (fetched > 0 ? `${fetched} packages fetched` : '')
  })
  try {
    const result = await npm({
      program: node,
      cwd: root,
      args: ['ci', '--include=dev', '--include=optional'],
      onFetched: () => fetched++
    })
    if (result.code !== 0) throw npmFailure(result, 'installing the dependencies')
    writeFileSync(stampOf(root), wanted(root))
    progress.done('installed the dependencies')
  } finally {
    progress.stop()
  }
}
