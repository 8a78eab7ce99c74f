import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { codeOf, Failure } from './failure.ts'

/** Gives out ports of the loopback address. */
export type Ports = {
  /** A port that is free at this moment, another one each time. Throws a `Failure` when there is none. */
  take(): Promise<number>
}

/** Below the range from which systems give ports to outgoing connections. */
export type PortRange = { readonly first: number; readonly count: number }

/** For what people bookmark: the same at every start. */
export const fixedPorts: PortRange = { first: 20_000, count: 2_000 }
/**
 * For instances: others at every start, as what a registry remembers of an earlier one must not
 * come to life again.
 */
export const instancePorts: PortRange = { first: 22_000, count: 8_000 }

/** `seed` decides where in the range the search begins. */
export function createPorts(seed: string, { first, count }: PortRange): Ports {
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
export async function isFree(port: number): Promise<boolean> {
  return (await whyNotFree(port)) === undefined
}

/** The system's code for it, such as `EADDRINUSE`, or nothing where a process of ours may listen. */
export function whyNotFree(port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', error => resolve(codeOf(error) ?? 'EUNKNOWN'))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(undefined))
    )
  })
}

/**
 * Whether a browser would find something at `localhost:port`. Some systems allow a second listener
 * on a narrower address, and a browser may try IPv6 first; so it is asked on both, by a connection.
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
