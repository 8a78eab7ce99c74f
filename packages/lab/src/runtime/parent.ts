const pollMs = 250

/**
 * Calls `onGone` once when the process that started this one has ended. Nothing tells a process
 * that its parent was killed with -9, but the system gives it another one.
 */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, pollMs)
  timer.unref()
}
