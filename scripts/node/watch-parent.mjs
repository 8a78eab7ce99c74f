const pollMs = 250
const parent = process.ppid

/** Whether the process that started this one has ended: the system then gives it another parent. */
export function isOrphan() {
  return process.ppid !== parent
}

/**
 * Calls `onGone` once when the parent process has ended, until the answer is called. Nothing tells
 * a process so when its parent is killed with -9.
 */
export function watchParent(onGone) {
  const timer = setInterval(() => {
    if (!isOrphan()) return
    clearInterval(timer)
    onGone()
  }, pollMs)
  timer.unref()
  return () => clearInterval(timer)
}
