import { HttpError } from '../http/http-error.ts'
import { jsonReply, positionHeaders } from '../http/query.ts'
import { requireRest, type ApiReply, type ApiRequest, type Route } from '../http/router.ts'
import { limits } from '../limits.ts'
import type { Entry } from '../state/entries.ts'
import { waitForChange } from './blocking.ts'
import type { RegistryPorts } from './ports.ts'

/** `/v1/kv`: keys and values. Locks by sessions are left out: every session is unknown. */
export function kvRoutes(ports: RegistryPorts): readonly Route[] {
  const path = '/v1/kv/'
  return [
    { method: 'GET', path, handle: async request => get(request, ports) },
    { method: 'PUT', path, handle: async request => put(request, ports) },
    { method: 'DELETE', path, handle: request => remove(request, ports) }
  ]
}

async function get(request: ApiRequest, ports: RegistryPorts): Promise<ApiReply> {
  if (request.query.has('keys')) return getKeys(request, ports)
  return request.query.has('recurse') ? getTree(request, ports) : getOne(request, ports)
}

async function getOne(request: ApiRequest, ports: RegistryPorts): Promise<ApiReply> {
  const key = requireRest(request, 'key name')
  const { position } = await waitForChange(request, ports, () => ports.keyValues.positionOf(key))
  const headers = positionHeaders(position)
  const entry = ports.keyValues.get(key)
  if (entry === undefined) return { status: 404, headers }
  if (!request.query.has('raw'))
    return withHeaders(jsonReply([entryJson(entry)], request.query), headers)
  // A value may be anything: no browser must take it for a page of this address.
  const safe = { 'content-type': 'text/plain', 'content-security-policy': 'sandbox' }
  return { headers: { ...headers, ...safe }, body: entry.value }
}

async function getTree(request: ApiRequest, ports: RegistryPorts): Promise<ApiReply> {
  const { keyValues } = ports
  const position = await waitForPrefix(request, ports)
  const entries = keyValues.list(request.rest)
  if (entries.length === 0) return { status: 404, headers: position }
  return withHeaders(jsonReply(entries.map(entryJson), request.query), position)
}

async function getKeys(request: ApiRequest, ports: RegistryPorts): Promise<ApiReply> {
  const { rest, query } = request
  const position = await waitForPrefix(request, ports)
  const keys = ports.keyValues.list(rest).map(({ key }) => key)
  if (keys.length === 0 && rest !== '') return { status: 404, headers: position }
  const separator = query.get('separator') ?? query.get('seperator') ?? ''
  return withHeaders(jsonReply(cutKeys(keys, { prefix: rest, separator }), query), position)
}

async function waitForPrefix(
  request: ApiRequest,
  ports: RegistryPorts
): Promise<Readonly<Record<string, string>>> {
  const { keyValues } = ports
  const now = (): ReturnType<typeof keyValues.positionOfPrefix> =>
    keyValues.positionOfPrefix(request.rest)
  return positionHeaders((await waitForChange(request, ports, now)).position)
}

async function put(request: ApiRequest, { keyValues }: RegistryPorts): Promise<ApiReply> {
  const { query, body } = request
  const key = requireRest(request, 'key name')
  refuseConflicts(query, ['cas', 'acquire', 'release'])
  for (const verb of ['acquire', 'release']) {
    if (query.has(verb))
      throw new HttpError(500, `invalid session ${JSON.stringify(query.get(verb))}`)
  }
  const flags = readUnsigned(query, 'flags') ?? 0n
  const cas = readUnsigned(query, 'cas')
  if (key.length > limits.keyLength) throw new HttpError(400, 'The key is too long')
  const value = await body(limits.valueBytes)
  const isSet = keyValues.set({ key, value, flags }, cas === undefined ? undefined : Number(cas))
  return jsonReply(isSet, query)
}

function remove(request: ApiRequest, { keyValues }: RegistryPorts): ApiReply {
  const { query, rest } = request
  refuseConflicts(query, ['recurse', 'cas'])
  if (query.has('recurse')) {
    keyValues.deleteTree(rest)
    return jsonReply(true, query)
  }
  const cas = readUnsigned(query, 'cas')
  const key = requireRest(request, 'key name')
  return jsonReply(keyValues.delete(key, cas === undefined ? undefined : Number(cas)), query)
}

function entryJson({ key, value, flags, createIndex, modifyIndex }: Entry): object {
  return {
    LockIndex: 0,
    Key: key,
    // Exact up to 2^53, as far as JSON's readers go.
    Flags: Number(flags),
    Value: value.length > 0 ? value.toString('base64') : null,
    CreateIndex: createIndex,
    ModifyIndex: modifyIndex
  }
}

/** Keys up to the first separator after the prefix, each once. */
function cutKeys(
  keys: readonly string[],
  { prefix, separator }: { readonly prefix: string; readonly separator: string }
): readonly string[] {
  if (separator === '') return keys
  const cut = keys.map(key => {
    const at = key.indexOf(separator, prefix.length)
    return at === -1 ? key : key.slice(0, at + separator.length)
  })
  return [...new Set(cut)]
}

function refuseConflicts(query: URLSearchParams, verbs: readonly string[]): void {
  if (verbs.filter(verb => query.has(verb)).length < 2) return
  const sorted = new URLSearchParams(query)
  sorted.sort()
  throw new HttpError(400, `Conflicting flags: ${sorted.toString()}\n`)
}

function readUnsigned(query: URLSearchParams, name: string): bigint | undefined {
  const given = query.get(name)
  if (given === null) return undefined
  if (!/^\d{1,20}$/.test(given) || BigInt(given) >= 2n ** 64n) {
    throw new HttpError(500, `strconv.ParseUint: parsing ${JSON.stringify(given)}: invalid syntax`)
  }
  return BigInt(given)
}

function withHeaders(reply: ApiReply, headers: Readonly<Record<string, string>>): ApiReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
