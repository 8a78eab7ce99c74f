/** What makes two requests the same one. Made by the chassis from the request, before any effect. */
export type Claim = {
  /** Who does what: the same key means something else to another caller or on another route. */
  readonly scope: string
  readonly key: string
  /** From `fingerprintOf`: another one under the same scope and key is a caller's mistake. */
  readonly fingerprint: string
}

export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Whatever JSON can hold; at most 1 MiB of it. */
  readonly body: unknown
}

export type Outcome = {
  /** The answer is that of an earlier request; the effect was not repeated. */
  readonly replayed: boolean
  readonly answer: Answer
}

/** `resumed`: an earlier holder died; its first step is in the store and was not repeated. */
export type Begun =
  | { readonly kind: 'begun'; readonly resumed: boolean }
  | { readonly kind: 'replayed'; readonly answer: Answer }

/**
 * Lets an effect happen once per claim. `Store` is the domain's store port, bound to a transaction.
 *
 * A claim that is being worked on throws a `DomainError` `IDEMPOTENCY_IN_FLIGHT`, one with another
 * fingerprint `IDEMPOTENCY_KEY_REUSED`. An answer of 500 and above is never stored.
 *
 * `work` awaits nothing but the store, and may run more than once before one of its runs is committed.
 */
export type Once<Store> = {
  /**
   * For effects that are all local: claim, effect and answer are one transaction. When `work`
   * throws, its effects are rolled back; if `storable` gives an answer for the error, that answer
   * is stored and returned, else nothing is kept and the error is thrown. An answer of 500 and
   * above is returned, and nothing is kept either.
   */
  run(
    claim: Claim,
    work: (store: Store) => Promise<Answer>,
    storable?: (error: unknown) => Answer | undefined
  ): Promise<Outcome>
  /**
   * For effects that go on elsewhere: the claim and the first local step are one transaction. A
   * claim whose holder has not finished within 30 s can be taken over; `work` is then not run, for
   * its effects are already stored.
   */
  begin(claim: Claim, work: (store: Store) => Promise<void>): Promise<Begun>
  /**
   * Stores the answer together with the last local step. When another holder has finished before,
   * its answer is returned as replayed and `work` is not run.
   */
  finish(claim: Claim, answer: Answer, work?: (store: Store) => Promise<void>): Promise<Outcome>
  /** Gives an unfinished claim up (a fault before any effect), so that a repeat starts anew. */
  abandon(claim: Claim): Promise<void>
}
