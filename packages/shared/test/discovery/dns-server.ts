import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { decode, encode, type Answer, type DecodedPacket } from 'dns-packet'
import type { DnsServer } from '../../src/discovery/index.ts'

/** How a test answers a question; each message is sent, in this order. None is silence. */
export type Answering = (question: {
  readonly name: string
  readonly type: string
  readonly id: number
  readonly over: 'udp' | 'tcp'
  readonly packet: DecodedPacket
}) => readonly Buffer[]

/** A DNS server whose every answer is made by the test, over UDP and TCP on one port. */
export type FakeDns = DnsServer & {
  answering: Answering
  /** What was asked, such as `udp SRV _cart._tcp.service.consul`. */
  readonly questions: readonly string[]
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startFakeDns(t: TestContext, answering: Answering): Promise<FakeDns> {
  const questions: string[] = []
  const open = new Set<Socket>()
  let udp = createSocket('udp4')
  const messagesFor = (message: Buffer, over: 'udp' | 'tcp'): readonly Buffer[] => {
    const packet = decode(message)
    const [asked] = packet.questions ?? []
    const { name = '', type = 'A' } = asked ?? {}
    questions.push(`${over} ${type} ${name}`)
    return fake.answering({ name, type, id: packet.id ?? 0, over, packet })
  }
  const tcp = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    socket.on('data', chunk => {
      for (const each of messagesFor(Buffer.from(chunk).subarray(2), 'tcp'))
        socket.write(framed(each))
    })
  })
  let port = 0
  const start = async (): Promise<void> => {
    await new Promise<void>(resolve => tcp.listen(port, '127.0.0.1', resolve))
    port = (tcp.address() as AddressInfo).port
    udp = await bindUdp(port)
    udp.on('message', (message: Buffer, from: RemoteInfo) => {
      for (const each of messagesFor(message, 'udp')) udp.send(each, from.port, from.address)
    })
  }
  const stop = async (): Promise<void> => {
    if (!tcp.listening) return
    for (const socket of open) socket.destroy()
    await new Promise<void>(resolve => udp.close(resolve))
    await new Promise<void>(resolve => void tcp.close(() => resolve()))
  }
  const fake: FakeDns = {
    host: '127.0.0.1',
    get port() {
      return port
    },
    answering,
    questions,
    start,
    stop
  }
  await start()
  t.after(stop)
  return fake
}

/** Whoever asks may hold the port for a moment, as one that the system gave it. */
async function bindUdp(port: number): Promise<UdpSocket> {
  for (const end = performance.now() + 5_000; ; await sleep(2)) {
    const socket = createSocket('udp4')
    const error = await new Promise<Error | undefined>(resolve => {
      socket.once('error', resolve)
      socket.bind(port, '127.0.0.1', () => resolve(undefined))
    })
    if (error === undefined) return socket
    socket.close()
    if (performance.now() > end) throw error
  }
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}

/** An answer to a question, with what is given changed. */
export function message(
  { name, type, id }: { readonly name: string; readonly type: string; readonly id: number },
  {
    code = 0,
    isTruncated = false,
    ...sections
  }: {
    readonly code?: number
    readonly isTruncated?: boolean
    readonly answers?: Answer[]
    readonly additionals?: Answer[]
    readonly authorities?: Answer[]
  } = {}
): Buffer {
  const flags = code | (isTruncated ? 0x0200 : 0)
  const questions = [{ name, type: type as 'SRV', class: 'IN' as const }]
  return encode({ type: 'response', id, flags, questions, ...sections })
}

export function srv(
  name: string,
  target: string,
  changes: { port?: number; ttl?: number; priority?: number; weight?: number } = {}
): Answer {
  const { port = 4711, ttl = 0, priority = 1, weight = 10 } = changes
  return { type: 'SRV', class: 'IN', name, ttl, data: { target, port, priority, weight } }
}

export function a(name: string, data: string, ttl = 0): Answer {
  return { type: 'A', class: 'IN', name, ttl, data }
}
