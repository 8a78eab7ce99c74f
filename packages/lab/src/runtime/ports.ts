import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { Failure } from './failure.ts'

/** Gives out ports of the loopback address. */
export type Ports = {
  /** A port that is free at this moment, another one each time. Throws a `Failure` when there is none. */
  take(): Promise<number>
}

// Below the range from which systems give ports to outgoing connections.
const first = 20_000
const count = 10_000

/** `seed` decides where the search begins, so that a lab gets the same ports at every start. */
export function createPorts(seed: string): Ports {
  const offset = createHash('sha256').update(seed).digest().readUInt32BE() % count
  let next = 0
  return {
    async take() {
      for (let tries = 0; tries < count; tries++) {
        const port = first + ((offset + next++) % count)
        if (await isFree(port)) return port
      }
      throw new Failure(
        `No port from ${first} to ${first + count - 1} is free: stop something that listens there.`
      )
    }
  }
}

/** Whether a process of ours may listen there. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * Whether a browser would find something at `localhost:port`. Some systems allow a second listener on a narrower address,
 * and a browser may try IPv6 first; so it is asked on both, by a connection.
 */
export async function isAnswered(port: number): Promise<boolean> {
  const answers = await Promise.all([accepts(port, '127.0.0.1'), accepts(port, '::1')])
  return answers.includes(true)
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host, timeout: 1_000 })
    const answer = (isAccepted: boolean) => (): void => {
      socket.destroy()
      resolve(isAccepted)
    }
    socket.once('connect', answer(true))
    socket.once('timeout', answer(false))
    socket.once('error', answer(false))
  })
}
