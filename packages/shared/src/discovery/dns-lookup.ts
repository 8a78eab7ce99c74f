import type { DnsAnswer, DnsRecord } from './dns-message.ts'
import type { AskDns } from './dns-transport.ts'
import { endpointsMax, type Sighting } from './sighting.ts'

/** What one look into DNS has found, and for how long it holds. */
export type LookUp = { readonly sightings: readonly Sighting[]; readonly ttlMs: number }

type Srv = Extract<DnsRecord, { readonly type: 'SRV' }>
type Address = Extract<DnsRecord, { readonly type: 'A' | 'AAAA' }>

/** Targets without an address in the answer itself; each costs a question of its own. */
const questionsMax = 20
const aliasesMax = 8

/**
 * Finds the instances of a service: its SRV records, and the addresses of what they name. A name
 * without records is a service without instances. Throws when the server fails, also at one of the
 * addresses: half a set is no set.
 */
export async function lookUp(
  service: string,
  options: { readonly name: string; readonly ask: AskDns; readonly signal: AbortSignal }
): Promise<LookUp> {
  const { name, ask, signal } = options
  const answer = understood(await ask({ name, type: 'SRV' }, signal))
  const all = answer.records.filter(
    (record): record is Srv => record.type === 'SRV' && record.name === name.toLowerCase()
  )
  const chosen = ofFirstPriority(all)
  const known = new Map<string, readonly DnsRecord[]>()
  let asked = 0
  for (const { target } of chosen) {
    if (known.has(target)) continue
    const within = aliasesOf(target, answer.records)
    const isTold = within.some(isAddress)
    if (!isTold && ++asked > questionsMax) throw new Error('the DNS names too many hosts')
    known.set(target, isTold ? within : await askAddress(target, ask, signal))
  }
  const found = chosen.map(record => ({
    record,
    address: known.get(record.target)?.find(isAddress)
  }))
  const sightings = found.flatMap(({ record, address }) =>
    address === undefined ? [] : [sightingOf(service, record, address)]
  )
  const used = [...chosen, ...[...known.values()].flat()].map(({ ttlSeconds }) => ttlSeconds)
  const ttlSeconds = used.length > 0 ? Math.min(...used) : (answer.absentSeconds ?? 0)
  return { sightings: inOrder(sightings), ttlMs: ttlSeconds * 1_000 }
}

/**
 * Those of the lowest number (RFC 2782): the others are for when none of these is there, and then a
 * server that checks its instances leaves these out. A target `.` says that the service is not to be
 * had.
 */
function ofFirstPriority(records: readonly Srv[]): readonly Srv[] {
  const usable = records.filter(({ port, target }) => port > 0 && target !== '')
  const first = Math.min(...usable.map(({ priority }) => priority))
  return usable.filter(({ priority }) => priority === first)
}

/** The records of a name and of what it stands for, within one answer; a circle of aliases ends. */
function aliasesOf(name: string, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const found: DnsRecord[] = []
  let next: string | undefined = name
  for (let step = 0; next !== undefined && step <= aliasesMax; step++) {
    const owner: string = next
    const own = records.filter(record => record.name === owner && record.type !== 'SRV')
    found.push(...own)
    next = own.find(record => record.type === 'CNAME')?.target
  }
  return found
}

async function askAddress(
  target: string,
  ask: AskDns,
  signal: AbortSignal
): Promise<readonly DnsRecord[]> {
  for (const type of ['A', 'AAAA'] as const) {
    const answer = understood(await ask({ name: target, type }, signal))
    const records = aliasesOf(target, answer.records)
    if (records.some(isAddress)) return records
  }
  return []
}

function understood(answer: DnsAnswer): DnsAnswer {
  const { code } = answer
  if (code === 0) return answer
  // Nothing that comes with "there is no such name" is of use.
  if (code === 3) return { ...answer, records: [] }
  throw new Error(`the DNS answers with code ${code}`)
}

function isAddress(record: DnsRecord): record is Address {
  return record.type === 'A' || record.type === 'AAAA'
}

/** DNS knows no ids: an instance is where it listens. Neither does it know versions. */
function sightingOf(service: string, { port, weight }: Srv, { address }: Address): Sighting {
  const id = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return { id, service, address, port, version: '', state: 'ready', weight: Math.max(1, weight) }
}

/** A server shuffles its answers, so that those who take the first share the load; we choose by ourselves. */
function inOrder(sightings: readonly Sighting[]): readonly Sighting[] {
  const distinct = new Map(sightings.map(sighting => [sighting.id, sighting]))
  return [...distinct.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, endpointsMax)
}
