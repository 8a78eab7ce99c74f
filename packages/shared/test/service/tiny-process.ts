import { spawn, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

const { publicKey } = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})

export type Tiny = {
  readonly child: ChildProcess
  /** What it has told its launcher. */
  readonly messages: readonly unknown[]
  /** The port, once it says that it is ready. */
  readonly ready: Promise<number>
  readonly exited: Promise<number | null>
  /** All that it has written, once it has ended. */
  readonly output: Promise<string>
}

/** Starts the tiny service as a launcher does: with a channel, its standard output in a pipe. */
export function startTiny(
  t: TestContext,
  options: { readonly consulUrl: string; readonly env?: Readonly<Record<string, string>> }
): Tiny {
  const child = spawn(process.execPath, [new URL('tiny-service.ts', import.meta.url).pathname], {
    env: {
      // As for every file of a test run: nothing is compiled twice.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PORT: '0',
      CONSUL_HTTP_ADDR: options.consulUrl,
      SERVICE_SECRET: 'a secret of the tests',
      CUSTOMER_TOKEN_PUBLIC_KEY: publicKey,
      ...options.env
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  t.after(() => void child.kill('SIGKILL'))
  const output = child.stdout === null ? Promise.resolve('') : text(child.stdout)
  const messages: unknown[] = []
  return {
    child,
    messages,
    output,
    ready: new Promise(resolve => {
      child.on('message', message => {
        messages.push(message)
        const { type, port } = message as { readonly type: string; readonly port: number }
        if (type === 'ready') resolve(port)
      })
    }),
    exited: once(child, 'exit').then(([code]) => code as number | null)
  }
}

export type FakeRegistry = {
  readonly url: string
  /** `PUT /v1/agent/service/register`, in their order, without ids and queries. */
  readonly calls: readonly string[]
  called(part: string): Promise<void>
}

/**
 * As much of a registry as a process needs to come and go, or one that cuts every call or never
 * answers it.
 */
export async function startRegistry(
  t: TestContext,
  kind: 'good' | 'cutting' | 'silent' = 'good'
): Promise<FakeRegistry> {
  const calls: string[] = []
  const waiting = new Map<string, () => void>()
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url?.split('?', 1)[0]?.replace(/tiny-0-[^/]+/, ':id')}`)
    for (const [part, resolve] of waiting) if (calls.at(-1)?.includes(part)) resolve()
    request.resume()
    if (kind === 'good') request.on('end', () => response.end('{}'))
    if (kind === 'cutting') response.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    called: part =>
      new Promise(resolve => {
        if (calls.some(call => call.includes(part))) resolve()
        else waiting.set(part, resolve)
      })
  }
}
