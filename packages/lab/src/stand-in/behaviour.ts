/** What is wrong with a stand-in at the moment. Nothing, where nothing is said. */
export type Behaviour = {
  /** Answered at once in place of work. */
  readonly status?: number
  /** Of the answers, which part is `status`; all unless told. */
  readonly share?: number
  /** Work takes so much longer. */
  readonly delayMs?: number
  /** For so long its check fails and `status` is answered, for so long all is well, and so on. */
  readonly flapMs?: number
}

/** What a stand-in does with a request, and whether it says that it is ready. */
export type Conduct = {
  set(behaviour: Behaviour): void
  /** The status to answer in place of work, or nothing. */
  refusal(): number | undefined
  /** How much longer work takes. */
  delayMs(): number
  isReady(): boolean
}

export function createConduct({
  clock,
  random
}: {
  readonly clock: () => number
  readonly random: () => number
}): Conduct {
  let [behaviour, since] = [{} as Behaviour, clock()]
  const isDown = (): boolean => {
    const { flapMs } = behaviour
    return flapMs !== undefined && Math.floor((clock() - since) / flapMs) % 2 === 0
  }
  return {
    set: next => void ([behaviour, since] = [next, clock()]),
    refusal() {
      const { status, share = 1, flapMs } = behaviour
      if (status === undefined || (flapMs !== undefined && !isDown())) return undefined
      return random() < share ? status : undefined
    },
    delayMs: () => behaviour.delayMs ?? 0,
    isReady: () => !isDown()
  }
}
