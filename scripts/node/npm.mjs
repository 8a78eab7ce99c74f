import { spawn } from 'node:child_process'
import { basename, delimiter, dirname } from 'node:path'
import { Failure } from './failure.mjs'

// npm waits five minutes for a silent registry, three times over. A person has given up long before.
const patience = [
  '--fetch-timeout=25000',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000'
]
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=http']
const limitMs = 15 * 60_000
// npm asks for the next package when one is refused by silence, hundreds in all; so we look at the
// run as a whole.
const silenceMs = 40_000
const outputBytesMax = 200_000

const codesOfSilence = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
  'EIDLETIMEOUT',
  'ECONNECTIONTIMEOUT',
  'ERESPONSETIMEOUT',
  'FETCH_ERROR',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO'
]

/**
 * Runs npm with `program` as its Node, first on the PATH; resolves with its exit code and what it
 * said. `onFetched` is called for each package that came from the registry. A registry that is
 * silent for long, or slower than `limitMs` in all, ends npm.
 */
export function npm({ program, cwd, args, onFetched = () => undefined }) {
  const own = process.env.npm_execpath || ''
  const isNpm = /^npm-cli\.[cm]?js$/.test(basename(own))
  const [command, ...first] = isNpm ? [program, own] : ['npm']
  const child = spawn(command, [...first, ...args, ...quiet, ...patience], {
    cwd,
    env: { ...process.env, PATH: pathWith(program) },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  let answeredAt = Date.now()
  const listen = chunk => {
    const text = String(chunk)
    output = (output + text).slice(-outputBytesMax)
    for (const line of text.split('\n').filter(each => / http fetch /.test(each))) {
      const hasFailed = / attempt \d+ failed /.test(line)
      if (!hasFailed) answeredAt = Date.now()
      if (!hasFailed && / \S+\.tgz /.test(line)) onFetched()
      if (hasFailed && Date.now() - answeredAt > silenceMs) child.kill('SIGKILL')
    }
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const endWith = signal => () => {
    child.kill('SIGKILL')
    process.kill(process.pid, signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'].map(signal => [signal, endWith(signal)])
  for (const [signal, end] of signals) process.once(signal, end)
  const killNpm = () => child.kill('SIGKILL')
  process.once('exit', killNpm)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      for (const [name, end] of signals) process.removeListener(name, end)
      process.removeListener('exit', killNpm)
      if (signal) return resolve({ code: 1, output: `${output}\ncode ETIMEDOUT` })
      // npm only warns when it cannot write a file, on a full disk for one, and calls that a success.
      const unwritten = /TAR_ENTRY_ERROR (E[A-Z]+)/.exec(output)
      resolve(unwritten ? { code: 1, output: `code ${unwritten[1]}\n${output}` } : { code, output })
    })
  }).catch(error => {
    if (error.code !== 'ENOENT') throw error
    throw new Failure(
      'npm was not found: install it together with Node, then run the command again.'
    )
  })
}

/**
 * What a failed npm run means for the person, in one sentence. `doing` is such as "installing the
 * dependencies".
 */
export function npmFailure({ output }, doing) {
  const registry = registryName()
  const lines = output.split('\n').filter(line => /^npm (error|ERR!)/.test(line))
  const code = (/code (E[A-Z_0-9]+|ERR_[A-Z_]+)/.exec(output) || [])[1]
  if (codesOfSilence.includes(code)) {
    return new Failure(
      `The npm registry (${registry}) did not answer while ${doing}: check the network or ` +
        `choose another one with ` +
        '`npm config set registry URL`, then run the command again.'
    )
  }
  if (/^E[45]\d\d$/.test(code)) {
    return new Failure(
      `The npm registry (${registry}) answered ${code} while ${doing}: try again later or ` +
        'choose another one with `npm config set registry URL`.'
    )
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure(
      `The disk is full: ${doing} failed. Free some space, then run the command again.`
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Failure(
      `A folder cannot be written, so ${doing} failed: make the checkout and npm's cache ` +
        `(\`npm config get cache\`) ` +
        'writable for this user, then run the command again.'
    )
  }
  const reason = lines.map(line => line.replace(/^npm (error|ERR!) */, '')).filter(Boolean)
  const told = reason
    .filter(line => !/^code |^A complete log/.test(line))
    .slice(0, 2)
    .join(' ')
  return new Failure(
    `npm failed while ${doing} (${code || 'no code'}): ${told || 'it gave no reason'}`
  )
}

/** Without user and password, which such an address may hold. */
function registryName() {
  try {
    const { origin, pathname } = new URL(process.env.npm_config_registry || '')
    return `${origin}${pathname}`
  } catch {
    return 'see `npm config get registry`'
  }
}

/** The PATH on which `node` is the one that was found, for npm and for tools that start with `env node`. */
export function pathWith(program) {
  const folder = dirname(program)
  const path = process.env.PATH || ''
  return path.split(delimiter)[0] === folder ? path : `${folder}${delimiter}${path}`
}
