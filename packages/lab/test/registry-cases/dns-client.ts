import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { decode, encode, type Answer, type DecodedPacket, type Question } from 'dns-packet'

export type DnsPlace = { readonly host: string; readonly port: number }

export type DnsReply = Pick<DecodedPacket, 'flag_aa' | 'flag_tc'> & {
  /** Below 0 where it is not the one that was asked with. */
  readonly id: number
  readonly code: number
  readonly answers: readonly Answer[]
  readonly additionals: readonly Answer[]
  readonly authorities: readonly Answer[]
  readonly bytes: number
}

const answerMsMax = 5_000

/** Asks a DNS server one question, as a message of ours. */
export async function askDns(
  place: DnsPlace,
  question: Question,
  options: { readonly over?: 'udp' | 'tcp'; readonly takes?: number } = {}
): Promise<DnsReply> {
  const { over = 'udp', takes } = options
  const id = Math.floor(Math.random() * 0x1_0000)
  const additionals: Answer[] =
    takes === undefined
      ? []
      : [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: takes,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: []
          }
        ]
  const message = encode({ type: 'query', id, questions: [question], additionals })
  const received = over === 'udp' ? await sendUdp(place, message) : await sendTcp(place, message)
  const packet = decode(received)
  return {
    id: packet.id === id ? id : -1,
    code: (packet.flags ?? 0) & 0xf,
    flag_aa: packet.flag_aa,
    flag_tc: packet.flag_tc,
    answers: packet.answers ?? [],
    additionals: (packet.additionals ?? []).filter(({ type }) => type !== 'OPT'),
    authorities: packet.authorities ?? [],
    bytes: received.length
  }
}

export function sendUdp(
  { host, port }: DnsPlace,
  message: Buffer,
  waitMs = answerMsMax
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    const timer = setTimeout(() => {
      socket.close()
      reject(new Error('no answer'))
    }, waitMs)
    socket.once('message', received => {
      clearTimeout(timer)
      socket.close()
      resolve(received)
    })
    socket.send(message, port, host)
  })
}

function sendTcp({ host, port }: DnsPlace, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    const head = Buffer.alloc(2)
    head.writeUInt16BE(message.length)
    let received: Buffer = Buffer.alloc(0)
    socket.setTimeout(answerMsMax, () => socket.destroy(new Error('no answer')))
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      socket.destroy()
      resolve(received.subarray(2, 2 + received.readUInt16BE(0)))
    })
    socket.write(Buffer.concat([head, message]))
  })
}
