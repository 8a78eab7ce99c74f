import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { handleRequest, type EdgePorts } from './handle-request.ts'

/** Told of every request, so that a graceful stop knows when the last one is done. */
export type Counting = { readonly started: () => void; readonly ended: () => void }

export type PublicServer = {
  /** Resolves with the port. Throws `EADDRINUSE` when the port is taken. */
  listen(host: string, port: number): Promise<number>
  /** Takes no more connections and resolves when every request in flight is answered. */
  close(): Promise<void>
}

/** What browsers talk to. Node's parser refuses what could be read as two requests (both lengths, a bad chunk). */
export function createPublicServer(ports: EdgePorts, counting: Counting): PublicServer {
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      insecureHTTPParser: false,
      requireHostHeader: true
    },
    (request, response) => {
      counting.started()
      response.once('close', counting.ended)
      handleRequest(ports, request, response).catch(error => {
        ports.runtime.logger.error({ err: error as Error }, 'a request has failed at the edge')
        response.destroy()
      })
    }
  )
  server.maxConnections = 10_000
  return { listen: (host, port) => listen(server, host, port), close: () => close(server) }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const timer = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearInterval(timer)
      resolve()
    })
  })
}
