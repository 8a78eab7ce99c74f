import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer,
  type DecodedPacket,
  type OptAnswer,
  type Question
} from 'dns-packet'
import { codes, type Sections } from './answers.ts'

/** A message that a server got: one question, or why there is none to answer. */
export type Request = {
  readonly id: number
  readonly flags: number
  readonly questions: readonly Question[]
  /** What the caller takes in one datagram. */
  readonly datagramBytes: number
  readonly hasOptions: boolean
  readonly refusal: number | undefined
}

/** Without EDNS (RFC 1035, 4.2.1), and the most that a datagram can carry. */
const datagramBytes = { usual: 512, most: 65_467 }
const messageBytesMax = 65_535

/** Nothing for what is no question, which is not answered: it may be an answer of somebody else. */
export function readRequest(message: Buffer): Request | undefined {
  const packet = decoded(message)
  if (packet?.type !== 'query') return undefined
  const { id = 0, flags = 0, questions = [], additionals = [] } = packet
  const options = additionals.find((each): each is OptAnswer => each.type === 'OPT')
  const wanted = Math.max(datagramBytes.usual, options?.udpPayloadSize ?? 0)
  const isQuery = ((flags >> 11) & 0xf) === 0
  return {
    id,
    flags,
    questions,
    datagramBytes: Math.min(datagramBytes.most, wanted),
    hasOptions: options !== undefined,
    refusal: !isQuery ? codes.notImplemented : questions.length === 1 ? undefined : codes.format
  }
}

function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message)
  } catch {
    return undefined
  }
}

/**
 * Writes an answer in at most so many bytes. Answers that do not fit are left out, with what belongs
 * to them, and the message says that it is not all.
 */
export function writeAnswer(request: Request, sections: Sections, over: 'udp' | 'tcp'): Buffer {
  const bytesMax = over === 'udp' ? request.datagramBytes : messageBytesMax
  const whole = write(request, sections, false)
  if (whole.length <= bytesMax) return whole
  // As many as fit, by halves: a message has no more than some hundred.
  let [fits, tooMany] = [0, sections.answers.length]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (write(request, firstOf(sections, middle), true).length <= bytesMax) fits = middle
    else tooMany = middle
  }
  return write(request, firstOf(sections, fits), true)
}

function firstOf(sections: Sections, count: number): Sections {
  const answers = sections.answers.slice(0, count)
  const targets = new Set(answers.map(each => (each.type === 'SRV' ? each.data.target : '')))
  const additionals = sections.additionals.filter(({ name }) => targets.has(name))
  return { ...sections, answers, additionals }
}

function write(request: Request, sections: Sections, isTruncated: boolean): Buffer {
  const { id, flags, questions, hasOptions } = request
  const isOurs = sections.code !== codes.refused
  return encode({
    type: 'response',
    id,
    flags:
      (flags & RECURSION_DESIRED) |
      (isOurs ? AUTHORITATIVE_ANSWER : 0) |
      (isTruncated ? TRUNCATED_RESPONSE : 0) |
      sections.code,
    questions: [...questions],
    answers: [...sections.answers],
    authorities: [...sections.authorities],
    additionals: [...distinct(sections.additionals), ...(hasOptions ? [options] : [])]
  })
}

/** Instances of one host share its address. */
function distinct(records: readonly Answer[]): readonly Answer[] {
  return [...new Map(records.map(record => [record.name, record])).values()]
}

const options: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 4_096,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: []
}
