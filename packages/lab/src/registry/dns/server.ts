import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Question } from 'dns-packet'
import { codes, type Sections } from './answers.ts'
import { readRequest, writeAnswer } from './messages.ts'

export type DnsServerOptions = {
  readonly answer: (question: Question) => Sections
  /** Told of failures that are not the caller's. */
  readonly onError: (error: unknown) => void
}

/** Answers over UDP and over TCP, at one port. */
export type DnsServer = {
  /** Resolves with the port; 0 takes any that is free for both. */
  listen(place: { readonly host: string; readonly port: number }): Promise<number>
  close(): Promise<void>
}

const connectionsMax = 100
const idleMsMax = 10_000
/** A port that TCP has been given may be taken for UDP. */
const triesMax = 20

export function createDnsServer(options: DnsServerOptions): DnsServer {
  const sockets = new Set<Socket>()
  const tcp = createServer(socket => serve(socket, sockets, options))
  tcp.maxConnections = connectionsMax
  let udp: UdpSocket | undefined
  return {
    async listen({ host, port }) {
      for (let tries = 1; ; tries++) {
        await listenTcp(tcp, host, port)
        const taken = (tcp.address() as AddressInfo).port
        try {
          udp = await bindUdp({ host, port: taken }, options)
          return taken
        } catch (error) {
          await closeTcp(tcp)
          if (port !== 0 || tries === triesMax) throw error
        }
      }
    },
    async close() {
      const socket = udp
      udp = undefined
      for (const open of sockets) open.destroy()
      if (tcp.listening) await closeTcp(tcp)
      if (socket !== undefined) await new Promise<void>(resolve => socket.close(resolve))
    }
  }
}

function listenTcp(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closeTcp(server: Server): Promise<void> {
  return new Promise(resolve => void server.close(() => resolve()))
}

async function bindUdp(
  { host, port }: { readonly host: string; readonly port: number },
  options: DnsServerOptions
): Promise<UdpSocket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', error => socket.close(() => reject(error)))
    socket.bind({ address: host, port, exclusive: true }, () => resolve())
  })
  socket.removeAllListeners('error')
  socket.on('error', options.onError)
  socket.on('message', (message, from) => {
    const reply = replyTo(message, 'udp', options)
    // Whoever asked may have gone; nobody waits for this.
    if (reply !== undefined) socket.send(reply, from.port, from.address, () => undefined)
  })
  return socket
}

/** Several questions may come on one connection, each with its length in front (RFC 1035, 4.2.2). */
function serve(socket: Socket, sockets: Set<Socket>, options: DnsServerOptions): void {
  let rest: Buffer = Buffer.alloc(0)
  sockets.add(socket)
  socket.setTimeout(idleMsMax, () => socket.destroy())
  socket.on('error', () => undefined)
  socket.on('close', () => sockets.delete(socket))
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const length = rest.readUInt16BE(0)
      const reply = replyTo(rest.subarray(2, 2 + length), 'tcp', options)
      rest = rest.subarray(2 + length)
      if (reply === undefined) return void socket.destroy()
      const head = Buffer.alloc(2)
      head.writeUInt16BE(reply.length)
      socket.write(Buffer.concat([head, reply]))
    }
  })
}

function replyTo(
  message: Buffer,
  over: 'udp' | 'tcp',
  { answer, onError }: DnsServerOptions
): Buffer | undefined {
  const request = readRequest(message)
  if (request === undefined) return undefined
  const empty = { answers: [], additionals: [], authorities: [] }
  const [question] = request.questions
  try {
    const sections =
      request.refusal !== undefined || question === undefined
        ? { ...empty, code: request.refusal ?? codes.format }
        : answer(question)
    return writeAnswer(request, sections, over)
  } catch (error) {
    onError(error)
    return writeAnswer({ ...request, questions: [] }, { ...empty, code: codes.server }, over)
  }
}
