import { Agent as Connections } from 'node:http'
import Consul from 'consul'
import { Client } from 'undici'

/** What a process asks of the Consul agent that it registers with. Every call ends within 2 s, or fails. */
export type ConsulAgent = {
  /**
   * Replaces what is registered under the id, with all its checks. Takes the body as Consul's API
   * wants it.
   */
  register(registration: object): Promise<void>
  isRegistered(id: string): Promise<boolean>
  /** Marks an instance as going away. Fails when it is not registered. */
  maintain(id: string, reason: string): Promise<void>
  /** Is content when there is nothing to remove. */
  deregister(id: string): Promise<void>
  close(): Promise<void>
}

const callMsMax = 2_000

/**
 * One connection is kept for the two calls that repeat; they go past the `consul` package, which
 * drops weights, cannot replace checks and cannot ask for one service. The two calls at a process's
 * end open one for the moment. `token` is for a Consul that asks for one.
 */
export function createConsulAgent(consulUrl: string, token?: string): ConsulAgent {
  const { hostname, port, protocol } = new URL(consulUrl)
  const isSecure = protocol === 'https:'
  const connections = new Connections({ keepAlive: false, maxSockets: 1 })
  const consul = new Consul({
    host: hostname,
    port: Number(port || (isSecure ? 443 : 80)),
    secure: isSecure,
    ...(token !== undefined && { defaults: { token } }),
    // An agent of http cannot make connections of https; the package then makes its own.
    ...(!isSecure && { agent: connections })
  })
  const client = new Client(consulUrl, {
    connect: { timeout: callMsMax },
    headersTimeout: callMsMax,
    bodyTimeout: callMsMax
  })
  const headers = consulHeaders(token)
  return {
    async register(registration) {
      const path = '/v1/agent/service/register?replace-existing-checks=true'
      const status = await call(client, 'PUT', {
        path,
        headers,
        body: JSON.stringify(registration)
      })
      if (status !== 200) throw new Error(`the registry answers ${status} to a registration`)
    },
    async isRegistered(id) {
      const path = `/v1/agent/service/${encodeURIComponent(id)}`
      const status = await call(client, 'GET', { path, headers, body: null })
      if (status !== 200 && status !== 404) throw new Error(`the registry answers ${status}`)
      return status === 200
    },
    async maintain(id, reason) {
      const wish = { id, enable: true, reason, timeout: callMsMax }
      await consul.agent.service.maintenance(wish)
    },
    async deregister(id) {
      const wish = { id, timeout: callMsMax }
      await consul.agent.service.deregister(wish).catch((error: unknown) => {
        if (!isNotFound(error)) throw error
      })
    },
    async close() {
      consul.destroy()
      await client.destroy()
    }
  }
}

async function call(
  client: Client,
  method: 'GET' | 'PUT',
  sent: {
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  }
): Promise<number> {
  const signal = AbortSignal.timeout(callMsMax)
  const { path, body, headers } = sent
  const answer = await client.request({ method, path, body, signal, headers: { ...headers } })
  await answer.body.dump()
  return answer.statusCode
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404
}

/** What lets a request into a Consul that asks for a token; nothing where there is none. */
export function consulHeaders(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { 'x-consul-token': token }
}
