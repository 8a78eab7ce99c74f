/**
 * What has become of a call so far: written by the layers, read by those above them. With `Flight`
 * the one part of a call that changes. An AbortSignal would do for giving up, at ten times the cost.
 */
export type Progress = {
  /** Attempts that were given to an endpoint. */
  attempts: number
  /** Attempts that were sent and not refused unread: as many may have been executed. */
  open: number
  /** Ids of the endpoints that the call has been given to. */
  readonly tried: string[]
  /** Nobody waits for the answer any more. */
  isGivenUp: boolean
  /** What is to be told when the call is given up. At most a few: one for each attempt. */
  readonly flights: Flight[]
  /** The read, shared with others, that this call waits for instead of attempts of its own. */
  shared: Progress | undefined
}

/** One attempt. */
export type Flight = {
  /** From the moment when it was put on a live connection it may be executed. */
  isSent: boolean
  isGivenUp: boolean
  /** Ends the request on the wire; set by `send` while there is one. */
  abort: (() => void) | undefined
  /** It tries an endpoint that is out, or was picked although its breaker is open. */
  pass: 'trial' | 'forced' | undefined
}

export function createProgress(): Progress {
  return { attempts: 0, open: 0, tried: [], isGivenUp: false, flights: [], shared: undefined }
}

/** Attempts that were given to an endpoint, and how many of them may have been executed. */
export function madeIn(progress: Progress): Pick<Progress, 'attempts' | 'open'> {
  const { attempts, open, shared } = progress
  return shared === undefined
    ? { attempts, open }
    : { attempts: attempts + shared.attempts, open: open + shared.open }
}

/** Begins an attempt that ends with its call. */
export function startFlight(progress: Progress): Flight {
  const flight: Flight = {
    isSent: false,
    isGivenUp: progress.isGivenUp,
    abort: undefined,
    pass: undefined
  }
  progress.flights.push(flight)
  return flight
}

/** From here on the attempt may be executed: called as the request is put on a live connection. */
export function markSent({
  flight,
  progress
}: {
  readonly flight: Flight
  readonly progress: Progress
}): void {
  flight.isSent = true
  progress.open++
}

export function giveUpFlight(flight: Flight): void {
  if (flight.isGivenUp) return
  flight.isGivenUp = true
  flight.abort?.()
}

/** Gives up the call with every attempt that it has begun. */
export function giveUp(progress: Progress): void {
  if (progress.isGivenUp) return
  progress.isGivenUp = true
  for (const flight of progress.flights) giveUpFlight(flight)
}
