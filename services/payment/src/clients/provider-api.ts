import { DomainError } from '@microzon/shared/errors'
import type { Tracer } from '@microzon/shared/telemetry'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { Pool } from 'undici'
import type { Settled } from '../domain/charge.ts'
import type { CardToken, Provider, ProviderAnswer } from '../domain/ports.ts'

/** Longer than the slowest card takes. */
const chargeMs = 15_000
const askMs = 2_000
const answerCharactersMax = 16_384

const tokenAnswer = Compile(
  Type.Object({ token: Type.String(), brand: Type.String(), last4: Type.String() })
)
const chargeType = Type.Object({
  id: Type.String(),
  status: Type.Enum(['processing', 'succeeded', 'declined', 'failed']),
  reason: Type.Optional(Type.String())
})
const chargeAnswer = Compile(chargeType)
const problemAnswer = Compile(Type.Object({ code: Type.String(), title: Type.String() }))

export type ProviderApiOptions = {
  readonly url: string
  readonly apiKey: string
  readonly tracer: Tracer
}

/** The provider over HTTP. It is an outside company: no registry, no service token, and its answers are checked. */
export function createProviderApi(options: ProviderApiOptions): Provider {
  const ask = createAsk(options)
  return {
    async tokenise(card) {
      const reply = await ask({ method: 'POST', path: '/v1/tokens', body: card, limitMs: askMs })
      return reply.kind === 'reply' ? tokenOf(reply) : Promise.reject(unavailable())
    },
    async charge({ key, orderId: reference, amountCents, cardToken: token }) {
      const body = { token, amountCents, reference }
      const reply = await ask({ method: 'POST', path: '/v1/charges', body, key, limitMs: chargeMs })
      if (reply.kind === 'failure') return { kind: 'unknown', sent: reply.sent }
      if (reply.status === 201) return settledOf(reply.body)
      // Its answer to a fault of its own is not the end of the matter: the charge is asked for by key.
      if (reply.status >= 500) return findCharge(ask, key)
      const isRefusal = reply.status === 404 || reply.status === 409 || reply.status === 422
      return isRefusal ? settled({ kind: 'refused', reason: 'provider-error' }) : unknown
    },
    findCharge: key => findCharge(ask, key)
  }
}

type Ask = (request: {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
  readonly key?: string
  readonly limitMs: number
}) => Promise<Reply | { readonly kind: 'failure'; readonly sent: boolean }>

type Reply = { readonly kind: 'reply'; readonly status: number; readonly body: unknown }

function createAsk({ url, apiKey, tracer }: ProviderApiOptions): Ask {
  const pool = new Pool(url, { connections: 32, connect: { timeout: 500 } })
  const { hostname, port } = new URL(url)
  return async ({ method, path, body, key, limitMs }) => {
    const span = tracer.clientSpan(`${method} ${path.replace(/by-key\/.*/, 'by-key/:key')}`)
    span.remote('provider', hostname, Number(port))
    try {
      const answer = await pool.request({
        method,
        path,
        headers: {
          ...span.headers(),
          authorization: `Bearer ${apiKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key })
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(limitMs)
      })
      const text = await answer.body.text()
      span.tag('http.status_code', answer.statusCode)
      return { kind: 'reply', status: answer.statusCode, body: json(text) }
    } catch (error) {
      span.error('no answer')
      const code = (error as { readonly code?: unknown }).code
      return {
        kind: 'failure',
        sent: code !== 'ECONNREFUSED' && code !== 'UND_ERR_CONNECT_TIMEOUT'
      }
    } finally {
      span.finish()
    }
  }
}

async function findCharge(ask: Ask, key: string): Promise<ProviderAnswer> {
  const path = `/v1/charges/by-key/${encodeURIComponent(key)}`
  const reply = await ask({ method: 'GET', path, limitMs: askMs })
  if (reply.kind === 'failure') return unknown
  if (reply.status === 404) return { kind: 'absent' }
  return reply.status === 200 ? settledOf(reply.body) : unknown
}

function settledOf(body: unknown): ProviderAnswer {
  if (!chargeAnswer.Check(body)) return unknown
  const { id, status, reason }: Static<typeof chargeType> = body
  switch (status) {
    case 'processing':
      return { kind: 'processing' }
    case 'succeeded':
      return settled({ kind: 'succeeded', providerChargeId: id })
    case 'declined':
      return settled({
        kind: 'refused',
        reason: reason === 'insufficient-funds' ? reason : 'declined'
      })
    case 'failed':
      return settled({ kind: 'refused', reason: 'provider-error' })
  }
  return status satisfies never
}

function tokenOf({ status, body }: Reply): CardToken {
  if (status === 201 && tokenAnswer.Check(body)) {
    return { cardToken: body.token, brand: body.brand, last4: body.last4 }
  }
  const isRefusal = status === 422 && problemAnswer.Check(body)
  if (isRefusal && body.code === 'CARD_NOT_OF_THE_SIMULATOR') {
    throw new DomainError('CARD_NOT_OF_THE_SIMULATOR', 'only the test cards are taken')
  }
  if (isRefusal) throw new DomainError('CARD_INVALID', body.title.slice(0, 200))
  // A card that is not even of the right form.
  if (status === 400) throw new DomainError('CARD_INVALID', 'the card is not valid')
  throw unavailable()
}

function unavailable(): DomainError {
  return new DomainError('PROVIDER_UNAVAILABLE', 'the payment provider does not answer')
}

function settled(outcome: Settled): ProviderAnswer {
  return { kind: 'settled', outcome }
}

const unknown: ProviderAnswer = { kind: 'unknown', sent: true }

function json(text: string): unknown {
  if (text.length > answerCharactersMax) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
