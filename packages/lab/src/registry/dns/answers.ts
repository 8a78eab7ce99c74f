import { isIPv4, isIPv6 } from 'node:net'
import type { Answer, Question, SoaAnswer, StringAnswer } from 'dns-packet'
import type { Catalog } from '../state/catalog.ts'
import type { Node, ServiceRecord } from '../state/model.ts'
import { addressName, domain, readName } from './names.ts'

export const codes = {
  none: 0,
  format: 1,
  server: 2,
  name: 3,
  notImplemented: 4,
  refused: 5
} as const

/** The parts of an answer. One record of `additionals` belongs to one of `answers`, or none does. */
export type Sections = {
  readonly code: number
  readonly answers: readonly Answer[]
  readonly additionals: readonly StringAnswer[]
  readonly authorities: readonly Answer[]
}

export type AnswersOptions = {
  readonly catalog: Catalog
  readonly node: Node
  /** How long an answer about a service may be kept. */
  readonly ttlSeconds: number
  readonly random: () => number
}

/**
 * Answers questions as Consul's DNS does with `only_passing`: an instance of which any check is not
 * passing is not there, and a service without instances is a name that does not exist.
 */
export function createAnswers(options: AnswersOptions): (question: Question) => Sections {
  const { node } = options
  return question => {
    const asked = readName(question.name, node.datacenter)
    switch (asked.kind) {
      case 'foreign':
        return { ...nothing, code: codes.refused }
      case 'nothing':
        return absent()
      case 'node':
        return asked.node === node.name ? found(addressesAt(question, node.address, 0)) : absent()
      case 'address':
        return found(addressesAt(question, asked.address, 0))
      case 'service': {
        const passing = passingOf(asked, options)
        if (passing.length === 0) return absent()
        const some = shuffled(passing, options.random)
        return question.type === 'SRV'
          ? servicesOf(question, some, options)
          : found(some.flatMap(service => hostAddress(question, service, options)))
      }
      default:
        return asked satisfies never
    }
  }
}

const nothing: Sections = { code: codes.none, answers: [], additionals: [], authorities: [] }

/** A name that is there without a record of the type has its source told, as one that is not. */
function found(answers: readonly Answer[]): Sections {
  return { ...nothing, answers, authorities: answers.length > 0 ? [] : [source] }
}

function absent(): Sections {
  return { ...nothing, code: codes.name, authorities: [source] }
}

const source: SoaAnswer = {
  type: 'SOA',
  class: 'IN',
  name: domain,
  ttl: 0,
  data: {
    mname: `ns.${domain}`,
    rname: `hostmaster.${domain}`,
    serial: 1,
    refresh: 3_600,
    retry: 600,
    expire: 86_400,
    minimum: 0
  }
}

function passingOf(
  { service, tag }: { readonly service: string; readonly tag: string | undefined },
  { catalog }: AnswersOptions
): readonly ServiceRecord[] {
  // DNS knows no capital letters; Consul takes any.
  const names = new Set(catalog.services().map(({ name }) => name))
  return [...names]
    .filter(name => name.toLowerCase() === service)
    .flatMap(name => catalog.servicesNamed(name))
    .filter(({ tags }) => tag === undefined || tags.some(each => each.toLowerCase() === tag))
    .filter(({ id }) => catalog.checksOf(id).every(({ status }) => status === 'passing'))
}

function servicesOf(
  { name }: Question,
  services: readonly ServiceRecord[],
  { node, ttlSeconds: ttl }: AnswersOptions
): Sections {
  const pairs = services.map(({ address, port, weights }) => {
    const ownName = addressName(address, node.datacenter)
    const target =
      address === '' ? `${node.name}.node.${node.datacenter}.${domain}` : (ownName ?? address)
    const data = { target, port, priority: 1, weight: weights.passing }
    const host = address === '' ? node.address : address
    const additional = addressRecord({ name: target, host, ttl })
    return { answer: { type: 'SRV', class: 'IN', name, ttl, data } as const, additional }
  })
  return {
    ...nothing,
    answers: pairs.map(({ answer }) => answer),
    additionals: pairs.flatMap(({ additional }) => additional ?? [])
  }
}

function hostAddress(
  question: Question,
  { address }: ServiceRecord,
  { node, ttlSeconds }: AnswersOptions
): readonly Answer[] {
  return addressesAt(question, address === '' ? node.address : address, ttlSeconds)
}

/** Only of the family that is asked for; a host that has a name of its own is told as an alias. */
function addressesAt({ name, type }: Question, host: string, ttl: number): readonly Answer[] {
  const record = addressRecord({ name, host, ttl })
  if (record !== undefined) return record.type === type ? [record] : []
  return [{ type: 'CNAME', class: 'IN', name, ttl, data: host }]
}

function addressRecord(place: {
  readonly name: string
  readonly host: string
  readonly ttl: number
}): StringAnswer | undefined {
  const { name, host, ttl } = place
  const type = isIPv4(host) ? 'A' : isIPv6(host) ? 'AAAA' : undefined
  return type === undefined ? undefined : { type, class: 'IN', name, ttl, data: host }
}

/** So that callers who take the first share the load. */
function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const keyed = items.map(item => ({ item, key: random() }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}
