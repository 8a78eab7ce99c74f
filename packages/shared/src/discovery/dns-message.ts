import { decode, encode, RECURSION_DESIRED, type Answer, type DecodedPacket } from 'dns-packet'

export type DnsQuestion = { readonly name: string; readonly type: 'SRV' | 'A' | 'AAAA' }

/** The records that discovery reads; names are in lower case. */
export type DnsRecord = { readonly name: string; readonly ttlSeconds: number } & (
  | {
      readonly type: 'SRV'
      readonly target: string
      readonly port: number
      readonly priority: number
      readonly weight: number
    }
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME'; readonly target: string }
)

export type DnsAnswer = {
  /** 0 there is something, 3 there is no such name; all else is a failure of the server. */
  readonly code: number
  /** It did not fit; the whole answer is to be had over TCP. */
  readonly isTruncated: boolean
  readonly records: readonly DnsRecord[]
  /** How long it holds that there is nothing (RFC 2308), where the server says so. */
  readonly absentSeconds: number | undefined
}

/** What we take in one datagram (EDNS, RFC 6891). The server is near, so that it need not be small. */
const datagramBytes = 4_096
const recordsMax = 4_000

/** Throws a TypeError for what is no name, which the library would write all the same. */
export function encodeQuestion({ name, type }: DnsQuestion, id: number): Buffer {
  if (name.length > 253 || !name.split('.').every(label => /^[\w-]{1,63}$/.test(label))) {
    throw new TypeError(`"${name.slice(0, 100)}" is no name for DNS`)
  }
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ name, type, class: 'IN' }],
    additionals: [edns]
  })
}

const edns: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: datagramBytes,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: []
}

/**
 * Reads a message as the answer to a question; nothing when it is none. Anybody can send us
 * anything: another id, the answer to another question, names that point at themselves, half a
 * message.
 */
export function readAnswer(
  message: Buffer,
  question: DnsQuestion,
  id: number
): DnsAnswer | undefined {
  if (message.length < 12 || countOf(message) > recordsMax) return undefined
  const packet = decoded(message)
  if (packet?.type !== 'response' || packet.id !== id) return undefined
  const [asked, ...others] = packet.questions ?? []
  const isOurs =
    others.length === 0 &&
    asked?.type === question.type &&
    lower(asked.name) === lower(question.name)
  if (!isOurs) return undefined
  const { answers = [], additionals = [], authorities = [] } = packet
  return {
    code: (packet.flags ?? 0) & 0xf,
    isTruncated: packet.flag_tc,
    records: [...answers, ...additionals].flatMap(recordOf),
    absentSeconds: authorities.map(absenceOf).find(seconds => seconds !== undefined)
  }
}

/** How many entries the head promises; the library makes room for all of them. */
function countOf(message: Buffer): number {
  return [4, 6, 8, 10].reduce((sum, offset) => sum + message.readUInt16BE(offset), 0)
}

function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message)
  } catch {
    return undefined
  }
}

function recordOf(answer: Answer): readonly DnsRecord[] {
  if (answer.type === 'OPT' || answer.class !== 'IN') return []
  const common = { name: lower(answer.name), ttlSeconds: answer.ttl ?? 0 }
  switch (answer.type) {
    case 'SRV': {
      const { target, port, priority = 0, weight = 0 } = answer.data
      return [{ ...common, type: 'SRV', target: lower(target), port, priority, weight }]
    }
    case 'A':
    case 'AAAA':
      return [{ ...common, type: answer.type, address: answer.data }]
    case 'CNAME':
      return [{ ...common, type: 'CNAME', target: lower(answer.data) }]
    default:
      return []
  }
}

function absenceOf(answer: Answer): number | undefined {
  if (answer.type !== 'SOA') return undefined
  return Math.min(answer.ttl ?? 0, answer.data.minimum ?? 0)
}

function lower(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
