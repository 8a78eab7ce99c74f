import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits for work that may hang or fail, at most `ms`. For the end of a process, where nothing that
 * is away may keep the rest from being given back.
 */
export async function within(
  ms: number,
  work: Promise<unknown>,
  wait: (ms: number) => Promise<unknown> = unreferenced
): Promise<void> {
  await Promise.race([work.catch(() => undefined), wait(ms)])
}

function unreferenced(ms: number): Promise<unknown> {
  return sleep(ms, undefined, { ref: false })
}
