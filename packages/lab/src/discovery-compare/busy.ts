// Keeps one processor busy, in slices, so that it notices when the process that started it is gone.
const sliceMs = 50

process.once('disconnect', () => process.exit())
compute()

function compute(): void {
  for (const until = performance.now() + sliceMs; performance.now() < until;);
  setImmediate(compute)
}
