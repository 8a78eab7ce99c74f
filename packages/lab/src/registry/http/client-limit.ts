import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Refuses more than `max` connections of one address at a time, as Consul does: the one too many is
 * told so before it has asked anything.
 */
export function limitClients(server: Server, max: number): void {
  const counts = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const client = socket.remoteAddress ?? ''
    const count = (counts.get(client) ?? 0) + 1
    counts.set(client, count)
    socket.once('close', () => {
      const left = (counts.get(client) ?? 1) - 1
      if (left > 0) counts.set(client, left)
      else counts.delete(client)
    })
    if (count > max) refuse(socket)
  })
}

function refuse(socket: Socket): void {
  const text = 'Your IP is issuing too many concurrent connections, please rate limit your calls\n'
  const head = [
    'HTTP/1.1 429 Too Many Requests',
    'Content-Type: text/plain',
    `Content-Length: ${text.length}`,
    'Connection: close'
  ]
  socket.setTimeout(refusalMsMax, () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroySoon())
}

const refusalMsMax = 1_000
