import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { noFault, type Fault } from './fault.ts'
import { createLink, type Link, type Target } from './link.ts'

/** A port whose connections lead to a target, with whatever is wrong between them. */
export type Way = {
  readonly port: number
  /** Connections that exist obey at once. */
  setFault(fault: Fault): void
  view(): WayView
  /** Ends its connections. */
  close(): Promise<void>
}

export type WayView = {
  readonly port: number
  readonly target: Target
  readonly fault: Fault
  readonly connections: number
  /** Bytes that wait in the proxy. */
  readonly held: number
}

export type WayOptions = {
  readonly target: Target
  /** 0 takes any. */
  readonly port: number
  readonly clock: () => number
  readonly random: () => number
  readonly connectionsMax?: number
}

/** Further ones are closed as they come: what hangs must not fill the memory. */
const connectionsMaxUsual = 1_000

/** Listens on the loopback address; rejects when the port is taken. */
export async function openWay(options: WayOptions): Promise<Way> {
  const { target, clock, random } = options
  const links = new Set<Link>()
  let fault = noFault
  // A side that has said its last word may still listen.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, caller => {
    const link = createLink(caller, {
      target,
      clock,
      random,
      fault: () => fault,
      onClose: () => queueMicrotask(() => links.delete(link))
    })
    links.add(link)
  })
  server.maxConnections = options.connectionsMax ?? connectionsMaxUsual
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: options.port, host: '127.0.0.1', backlog: 511 }, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    setFault(next) {
      fault = next
      for (const link of [...links]) link.obey()
    },
    view: () => ({
      port,
      target,
      fault,
      connections: links.size,
      held: [...links].reduce((sum, link) => sum + link.held(), 0)
    }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const link of [...links]) link.close()
      })
  }
}
