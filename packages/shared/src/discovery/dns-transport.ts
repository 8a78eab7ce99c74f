import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { systemClock, type Clock } from './clock.ts'
import { encodeQuestion, readAnswer, type DnsAnswer, type DnsQuestion } from './dns-message.ts'

/** Where a DNS server listens, over UDP and over TCP. */
export type DnsServer = { readonly host: string; readonly port: number }

/** Asks one question. Throws when there is no answer within 4 s. */
export type AskDns = (question: DnsQuestion, signal: AbortSignal) => Promise<DnsAnswer>

/** A datagram may be lost without a trace: it is sent anew, with more patience each time. */
const patienceMs = [300, 600, 1_000]
const tcpMsMax = 2_000
/** Who sends us more that is no answer keeps us from the one that is. */
const strayMax = 100

/** Asks over UDP, and again over TCP when the answer did not fit into a datagram. */
export function createDnsTransport(server: DnsServer, clock: Clock = systemClock): AskDns {
  return async (question, signal) => {
    const answer = await askUdp(server, question, { clock, signal })
    return answer.isTruncated ? askTcp(server, question, { clock, signal }) : answer
  }
}

type Asking = { readonly clock: Clock; readonly signal: AbortSignal }

async function askUdp(
  server: DnsServer,
  question: DnsQuestion,
  asking: Asking
): Promise<DnsAnswer> {
  for (const waitMs of patienceMs) {
    const answer = await sendOnce(server, question, { ...asking, waitMs })
    if (answer !== undefined) return answer
  }
  throw new Error(`the DNS at ${nameOf(server)} does not answer`)
}

/**
 * One datagram from a port of its own and with an id of its own, so that whoever does not see the
 * question cannot answer it; the system lets only datagrams of that server through. Nothing when
 * there is no answer in time.
 */
function sendOnce(
  { host, port }: DnsServer,
  question: DnsQuestion,
  { clock, signal, waitMs }: Asking & { readonly waitMs: number }
): Promise<DnsAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const id = newId()
    const message = encodeQuestion(question, id)
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    let strays = 0
    const end = endOnce(() => {
      cancel()
      signal.removeEventListener('abort', abort)
      socket.close()
    })
    const abort = (): void => end(() => reject(abortedError()))
    const cancel = clock.after(waitMs, () => end(() => resolve(undefined)))
    socket.on('error', error => end(() => reject(error)))
    socket.on('message', received => {
      const answer = readAnswer(received, question, id)
      if (answer !== undefined || ++strays > strayMax) end(() => resolve(answer))
    })
    socket.once('connect', () => socket.send(message))
    signal.addEventListener('abort', abort)
    if (signal.aborted) return abort()
    socket.connect(port, host)
  })
}

/** Over TCP every message has its length in front (RFC 1035, 4.2.2), so that it is 64 KiB at most. */
function askTcp(
  server: DnsServer,
  question: DnsQuestion,
  { clock, signal }: Asking
): Promise<DnsAnswer> {
  return new Promise((resolve, reject) => {
    const id = newId()
    const message = encodeQuestion(question, id)
    const socket = connect(server.port, server.host)
    let received: Buffer = Buffer.alloc(0)
    const end = endOnce(() => {
      cancel()
      signal.removeEventListener('abort', abort)
      socket.destroy()
    })
    const fail = (reason: string) => (): void =>
      end(() => reject(new Error(`the DNS at ${nameOf(server)} ${reason}`)))
    const abort = (): void => end(() => reject(abortedError()))
    const cancel = clock.after(tcpMsMax, fail('does not answer over TCP'))
    socket.once('error', error => end(() => reject(error)))
    socket.once('close', fail('ends the connection without an answer'))
    socket.once('connect', () => socket.write(Buffer.concat([lengthOf(message), message])))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const length = received.length < 2 ? Infinity : received.readUInt16BE(0)
      if (received.length < length + 2) return
      const answer = readAnswer(received.subarray(2, length + 2), question, id)
      if (answer === undefined) fail('answers over TCP to something else')()
      else end(() => resolve(answer))
    })
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
  })
}

/** Runs what ends an exchange, once; what comes after it is too late. */
function endOnce(release: () => void): (then: () => void) => void {
  let isOver = false
  return then => {
    if (isOver) return
    isOver = true
    release()
    then()
  }
}

function newId(): number {
  return randomInt(0x1_0000)
}

function lengthOf(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return length
}

function nameOf({ host, port }: DnsServer): string {
  return `${host}:${port}`
}

function abortedError(): Error {
  return new Error('the question was given up')
}
