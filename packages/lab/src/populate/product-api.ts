import { setTimeout as sleep } from 'node:timers/promises'
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { Failure } from '../runtime/failure.ts'

const reportSchema = Type.Object({
  created: Type.Integer({ minimum: 0 }),
  updated: Type.Integer({ minimum: 0 }),
  failed: Type.Integer({ minimum: 0 }),
  errors: Type.Array(Type.Object({ line: Type.Integer(), message: Type.String() }))
})
export type Report = Static<typeof reportSchema>
const pageSchema = Type.Object({ total: Type.Integer() })

/** The product service, as the staff uses it. Every method throws a `Failure` with exit code 2. */
export type ProductApi = {
  /** How many products there are. */
  count(): Promise<number>
  /** Saves products, one a line; `errors` tells lines by their place in `lines`, from 1. */
  save(lines: readonly string[], options: { readonly setsStock: boolean }): Promise<Report>
}

export type ProductApiOptions = {
  readonly url: string
  readonly staffToken: string
  readonly random?: () => number
}

const ndjson = 'application/x-ndjson'
const attemptsMax = 6
const attemptMs = 60_000
const backOffMs = { base: 200, max: 3_000 }
const passing = [429, 502, 503, 504]

export function createProductApi(options: ProductApiOptions): ProductApi {
  const { url } = options
  return {
    async count() {
      return read(pageSchema, await send(options, `${url}/products?limit=1`)).total
    },
    async save(lines, { setsStock }) {
      const address = `${url}/products/bulk?stock=${String(setsStock)}`
      const answer = await send(options, address, lines.join('\n'))
      return read(reportSchema, answer)
    }
  }
}

/** Tries again while the service is away for a moment: saving the same products twice is saving them once. */
async function send(
  { staffToken, url, random = Math.random }: ProductApiOptions,
  address: string,
  body?: string
): Promise<unknown> {
  const authorization = `Bearer ${staffToken}`
  const request =
    body === undefined
      ? { headers: { authorization } }
      : { method: 'POST', headers: { authorization, 'content-type': ndjson }, body }
  for (let attempt = 1; ; attempt += 1) {
    const signal = AbortSignal.timeout(attemptMs)
    const tried = await attemptOf(() => fetch(address, { ...request, signal }))
    if (tried.kind === 'answered' && !passing.includes(tried.status)) return accepted(tried)
    if (attempt === attemptsMax) {
      const why = tried.kind === 'failed' ? tried.reason : `it answers ${tried.status}`
      const hint = 'Start the shop with npm start, or name the service with --url.'
      throw failure(`The product service at ${url} cannot be used: ${why}. ${hint}`)
    }
    await sleep(random() * Math.min(backOffMs.max, backOffMs.base * 2 ** attempt))
  }
}

type Tried =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'failed'; readonly reason: string }

async function attemptOf(call: () => Promise<Response>): Promise<Tried> {
  try {
    const response = await call()
    const text = await response.text()
    return { kind: 'answered', status: response.status, body: parsed(text) }
  } catch (error) {
    const { message, cause } = error as Error
    return { kind: 'failed', reason: cause instanceof Error ? cause.message : message }
  }
}

function accepted({ status, body }: { readonly status: number; readonly body: unknown }): unknown {
  if (status === 200) return body
  if (status === 401 || status === 403) {
    throw failure('The shop does not accept the staff token: npm start prints the right one.')
  }
  const code = Value.Check(Type.Object({ code: Type.String() }), body) ? ` (${body.code})` : ''
  throw failure(`The product service refuses: status ${status}${code}.`)
}

function read<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body
  throw failure('The address does not belong to a product service of this version.')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failure(message: string): Failure {
  return new Failure(message, { exitCode: 2 })
}
