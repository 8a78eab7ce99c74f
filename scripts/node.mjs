// Every npm script runs through this file: `exec node scripts/node.mjs FILE ARGS`. It runs FILE
// with a Node that is new enough (the system's own or a pinned one in .runtime/) and with the
// dependencies that the lockfile names. What it imports at once must load on Node 12, so that an
// old Node gets a sentence rather than a stack trace.
import { tooOld } from './node/too-old.mjs'

const sentence = tooOld(process.versions.node)
if (sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
} else {
  void import('./node/main.mjs')
}
