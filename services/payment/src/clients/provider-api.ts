import { DomainError } from '@microzon/shared/errors'
import type { Tracer } from '@microzon/shared/telemetry'
import type { ChargeOrder } from '../domain/charge.ts'
import { worksMax } from '../domain/pending-work.ts'
import type { CardToken, Provider, ProviderAnswer } from '../domain/ports.ts'
import { readCharge, readCode, readToken, refusedByFault, unknown } from './provider-answers.ts'
import { createWire, type Wire, type WireReply, type WireRequest } from './provider-wire.ts'

export type ProviderApiOptions = {
  readonly url: string
  readonly apiKey: string
  readonly tracer: Tracer
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly limits?: Partial<typeof defaultLimits>
}

export type OpenProvider = Provider & { close(): Promise<void> }

export const defaultLimits = {
  /** Longer than the slowest card takes. */
  chargeMs: 15_000,
  /** Shorter than our callers give one attempt, so that they hear of it from us. */
  askMs: 800
}

const askConnections = 32

/**
 * The provider over HTTP. It is an outside company: no registry, no service token, and its answers
 * are checked.
 */
export function createProviderApi(options: ProviderApiOptions): OpenProvider {
  const { url, clock } = options
  const { chargeMs, askMs } = { ...defaultLimits, ...options.limits }
  // Apart, so that cards that take their time do not keep others from being looked up.
  const [charging, asking] = [createWire(url, worksMax), createWire(url, askConnections)]
  const ask = createAsk(options, asking)
  const charge = createAsk(options, charging)
  const find = (order: ChargeOrder): Promise<ProviderAnswer> => findCharge(ask, order, askMs)
  return {
    async tokenise(card) {
      return tokenOf(await ask({ method: 'POST', path: '/v1/tokens', body: card, limitMs: askMs }))
    },
    async charge(order, until) {
      const reply = await charge({
        method: 'POST',
        path: '/v1/charges',
        key: order.key,
        body: {
          token: order.cardToken,
          amountCents: order.amountCents,
          reference: order.orderId,
          // What was sent in time may arrive late: held up on its way, or by a provider that stood still.
          expiresAt: until
        },
        limitMs: chargeMs,
        mayBeSent: () => clock() < until
      })
      if (reply === undefined) return unknown
      if (reply.status === 201) return readCharge(reply.body, order)
      if (isTokenRefusal(reply)) return refusedByFault
      // Its answer to a fault of its own is not the end of the matter: the charge is asked for by key.
      return reply.status >= 500 ? find(order) : unknown
    },
    findCharge: find,
    close: async () => void (await Promise.all([charging.close(), asking.close()]))
  }
}

type Ask = (
  request: Pick<WireRequest, 'method' | 'path' | 'limitMs'> & {
    readonly body?: unknown
    readonly key?: string
    readonly mayBeSent?: () => boolean
  }
) => Promise<WireReply | undefined>

function createAsk({ url, apiKey, tracer }: ProviderApiOptions, wire: Wire): Ask {
  const { hostname, port } = new URL(url)
  return async ({ method, path, body, key, limitMs, mayBeSent = always }) => {
    const span = tracer.clientSpan(`${method} ${path.replace(/by-key\/.*/, 'by-key/:key')}`)
    span.remote('provider', hostname, Number(port))
    const headers = {
      ...span.headers(),
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key })
    }
    const text = body === undefined ? undefined : JSON.stringify(body)
    const reply = await wire.ask({ method, path, headers, body: text, limitMs, mayBeSent })
    if (reply === undefined) span.error('no answer')
    else span.tag('http.status_code', reply.status)
    span.finish()
    return reply
  }
}

async function findCharge(ask: Ask, order: ChargeOrder, limitMs: number): Promise<ProviderAnswer> {
  const path = `/v1/charges/by-key/${encodeURIComponent(order.key)}`
  const reply = await ask({ method: 'GET', path, limitMs })
  if (reply === undefined) return unknown
  if (reply.status === 200) return readCharge(reply.body, order)
  // Any other 404 may come from something that is not the provider.
  const isAbsent = reply.status === 404 && readCode(reply.body) === 'CHARGE_UNKNOWN'
  return isAbsent ? { kind: 'absent' } : unknown
}

/**
 * The token is not good, and no charge was made under the key: a known key is answered before its
 * token is looked at.
 */
function isTokenRefusal({ status, body }: WireReply): boolean {
  const code = readCode(body)
  return (
    (status === 404 && code === 'CARD_TOKEN_UNKNOWN') ||
    (status === 409 && code === 'CARD_TOKEN_USED')
  )
}

function tokenOf(reply: WireReply | undefined): CardToken {
  const token = reply?.status === 201 ? readToken(reply.body) : undefined
  if (token !== undefined) return token
  const isRefusal = reply?.status === 422
  if (isRefusal && readCode(reply.body) === 'CARD_NOT_OF_THE_SIMULATOR') {
    throw new DomainError('CARD_NOT_OF_THE_SIMULATOR', 'only the test cards are taken')
  }
  // In our own words: theirs might repeat what was sent. 400: not even of the form of a card.
  if (isRefusal || reply?.status === 400) {
    throw new DomainError('CARD_INVALID', 'the card is not valid')
  }
  throw new DomainError('PROVIDER_UNAVAILABLE', 'the payment provider does not answer')
}

const always = (): boolean => true
