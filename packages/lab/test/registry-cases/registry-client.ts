import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  json(): unknown
  /** Of `X-Consul-Index`. */
  readonly index: number
}

export type Check = {
  readonly CheckID: string
  readonly Name: string
  readonly Status: string
  readonly Notes: string
  readonly Output: string
  readonly Type: string
  readonly ServiceID: string
  readonly ServiceName: string
}

export type HealthEntry = {
  readonly Node: { readonly Node: string; readonly Address: string }
  readonly Service: {
    readonly ID: string
    readonly Service: string
    readonly Address: string
    readonly Port: number
    readonly Tags: readonly string[]
    readonly Meta: Readonly<Record<string, string>> | null
    readonly Weights: { readonly Passing: number; readonly Warning: number }
    readonly CreateIndex: number
    readonly ModifyIndex: number
  }
  readonly Checks: readonly Check[]
}

/** Asks a registry in the words of its HTTP API. */
export type RegistryClient = ReturnType<typeof createRegistryClient>

/** `url` is asked for at every call, since a test learns it only when its registry runs. */
export function createRegistryClient(url: () => string) {
  const dispatcher = new Agent({ connections: 64, bodyTimeout: 60_000, headersTimeout: 60_000 })
  const ask = async (
    method: 'GET' | 'PUT' | 'DELETE' | 'POST' | 'OPTIONS' | 'HEAD',
    path: string,
    body?: string | Buffer | object
  ): Promise<Answer> => {
    const isText = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined
    const sent = isText ? (body ?? null) : JSON.stringify(body)
    const answer = await request(`${url()}${path}`, { method, body: sent, dispatcher })
    const text = await answer.body.text()
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: () => JSON.parse(text) as unknown,
      index: Number(answer.headers['x-consul-index'])
    }
  }
  const put = async (path: string, body?: string | Buffer | object): Promise<Answer> =>
    ask('PUT', path, body)
  const get = async (path: string): Promise<Answer> => ask('GET', path)
  const done = async (path: string, body?: string | Buffer | object): Promise<Answer> => {
    const answer = await put(path, body)
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return answer
  }
  const health = async (
    service: string,
    query = ''
  ): Promise<{ readonly entries: readonly HealthEntry[]; readonly index: number }> => {
    const answer = await get(`/v1/health/service/${encodeURIComponent(service)}?${query}`)
    assert.equal(answer.status, 200, answer.text)
    return { entries: answer.json() as readonly HealthEntry[], index: answer.index }
  }
  return {
    ask,
    get,
    put,
    /** A PUT that must succeed. */
    done,
    health,
    register: async (registration: object, query = ''): Promise<Answer> =>
      done(`/v1/agent/service/register?${query}`, registration),
    /** The checks of the services themselves, by id. */
    checks: async (service: string): Promise<Readonly<Record<string, Check>>> => {
      const { entries } = await health(service)
      const own = entries
        .flatMap(({ Checks }) => Checks)
        .filter(({ ServiceID }) => ServiceID !== '')
      return Object.fromEntries(own.map(check => [check.CheckID, check]))
    },
    close: async () => dispatcher.destroy()
  }
}

/** A name that nobody else uses, so that tests share one registry. */
export function newName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`
}

/** Asks until the answer is as wanted; fails after 30 s with the last one. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isWanted: (value: Value) => boolean
): Promise<Value> {
  for (const until = performance.now() + 30_000; ;) {
    const value = await ask()
    if (isWanted(value)) return value
    assert.ok(performance.now() < until, `still ${JSON.stringify(value)}`)
    await sleep(20)
  }
}
