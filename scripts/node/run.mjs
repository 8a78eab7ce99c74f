import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pathWith } from './npm.mjs'
import { watchParent } from './watch-parent.mjs'

const killAfterMs = 5000

/**
 * Runs `target` in this process's place. Where Node can replace itself (22.15 and newer) no process
 * is left between npm and the target; else a child gets the same standard streams, signals are
 * passed on and its end becomes ours.
 */
export function run({ root, node, target, args, onExit }) {
  const env = { ...process.env, PATH: pathWith(node) }
  const preload = pathToFileURL(join(root, 'scripts', 'node', 'end-with-parent.mjs')).href
  const argv = ['--import', preload, target, ...args]
  if (typeof process.execve === 'function') return process.execve(node, [node, ...argv], env)
  const child = spawn(node, argv, { env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  watchParent(() => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      onExit()
      resolve()
      if (!signal) return process.exit(code)
      // Ends by the same signal, so that a shell sees what happened; 1 where the signal does not end us.
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
      setTimeout(() => process.exit(1), 100)
    })
  })
}
