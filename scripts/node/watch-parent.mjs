const pollMs = 250

/**
 * Calls `onGone` once when the parent process has ended. Nothing tells a process so when its parent
 * is killed with -9; the system then gives it another parent, and that can be seen.
 */
export function watchParent(onGone) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, pollMs)
  timer.unref()
}
