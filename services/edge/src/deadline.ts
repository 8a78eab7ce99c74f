/** Limits to the head of an answer, in milliseconds. */
export type HeadMs = {
  /** Timeout of one attempt. */
  readonly attempt: number
  /** All attempts of a request, and its waits for a place, together. */
  readonly request: number
}

/**
 * A page of web takes what its services may take, and gives up by itself before 3.4 s: an attempt that
 * has taken longer meets an instance that hangs. The request has twice as much, so that another
 * instance has all of its time for the page; a third only gets what quick failures have left. A checkout
 * takes up to 12 s, and is not sent again: all of the time is for the one attempt that is sent.
 */
export const headMsUsual: Readonly<Record<'page' | 'form', HeadMs>> = {
  page: { attempt: 3_500, request: 7_000 },
  form: { attempt: 12_000, request: 12_000 }
}

/** So much earlier web gives up, for the way there and back: its own page is better than ours. */
const hopMs = 100
/** An attempt with less time left is not worth its connection: web would have less than the way takes. */
const restMsMin = 2 * hopMs

/** When a request ends, whatever it waits for; fixed when it is there. */
export type Deadline = {
  /** How long it may wait and still have time for an attempt; below zero, there is none. */
  waitMs(): number
  /** How long an attempt that begins at this moment may take. */
  timeoutMs(): number
}

export function createDeadline({ attempt, request }: HeadMs, clock: () => number): Deadline {
  const endsAt = clock() + request
  return {
    waitMs: () => endsAt - restMsMin - clock(),
    timeoutMs: () => Math.min(attempt, endsAt - clock())
  }
}

/** What web is told of its time. */
export function deadlineHeader(timeoutMs: number): string {
  return String(Math.max(0, Math.floor(timeoutMs - hopMs)))
}
