import type { Static, TSchema } from 'typebox'

export type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST'

/** What a caller asks of a service. */
export type CallRequest<Answer extends TSchema = TSchema> = {
  readonly method: Method
  /** The path with its query, made with `path` so that every part is encoded. */
  readonly path: string
  /** The call's name in spans and metrics, of few values: `GET /carts/:id`. */
  readonly operation: string
  /** Sent as JSON. */
  readonly body?: unknown
  /**
   * The shape that the answer must have; a peer that answers otherwise has failed. Without it the
   * body is not looked at.
   */
  readonly answer?: Answer
  /** Makes a POST one that may be repeated. 16 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey?: string
  /**
   * Limit of the whole call with all its attempts, 2,000 unless told; never more than the caller's
   * own rest.
   */
  readonly deadlineMs?: number
  /** Limit of one attempt. Unless told 1,000, and for reads three times what they usually take. */
  readonly attemptMs?: number
  /**
   * For whom: passed on beside the service token. Without it, the customer of the request that is
   * being served.
   */
  readonly customerToken?: string | undefined
  /**
   * Only for a GET whose answer is the same for everybody: it is sent without a customer's token,
   * joined with an equal one that is under way, passed on again for `freshMs`, and stands in for
   * `staleMs` while the service gives none.
   */
  readonly cache?: { readonly freshMs: number; readonly staleMs: number }
  /** Lets a GET ask a second endpoint when the first is slow. */
  readonly hedge?: boolean
}

/**
 * How a call ended. The caller decides what a failure means for its business; `sent: false` says
 * for certain that the peer has not executed anything.
 */
export type CallResult<Body> =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Headers
      readonly body: Body
      /** How old it is in milliseconds, where it stands in for an answer that did not come. */
      readonly ageMs?: number
    }
  /** The peer refused by a rule of the business (4xx, and a 429 only with `X-Retry: no`). */
  | {
      readonly kind: 'business'
      readonly status: number
      readonly code: string
      readonly problem: Problem
    }
  /** No usable answer: connection, time limit of an attempt, 3xx, 5xx, an answer of the wrong shape. */
  | {
      readonly kind: 'technical'
      readonly sent: boolean
      readonly reason: string
      readonly attempts: number
      /** The code of the peer's problem+json, where its 5xx came with one. */
      readonly code?: string
    }
  /** The peer, or our own limit, refused before anything was executed. */
  | { readonly kind: 'overload'; readonly sent: false; readonly attempts: number }
  /** The limit of the whole call has passed. */
  | { readonly kind: 'deadline'; readonly sent: boolean; readonly attempts: number }

/** A refusal by the peer: by a rule of the business, or of the call itself. */
export type Refusal = Extract<CallResult<never>, { readonly kind: 'business' }>

/**
 * Told of a refusal that no rule of the business explains: the call cannot be read, or its caller is
 * not let in. It is our mistake, and does not pass by itself as an outage does.
 */
export type OnMistake = (refusal: Refusal) => void

export type Headers = Readonly<Record<string, string>>

/** problem+json (RFC 9457) with a stable `code`. */
export type Problem = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Calls one target service, whichever of its instances answers. */
export type ServiceClient = {
  readonly target: string
  call<Answer extends TSchema>(request: CallRequest<Answer>): Promise<CallResult<Static<Answer>>>
  /** The same for an answer that is text of any type, such as a picture. An answer holds 4 MiB at most. */
  callText(request: Omit<CallRequest, 'answer'>): Promise<CallResult<string>>
}
