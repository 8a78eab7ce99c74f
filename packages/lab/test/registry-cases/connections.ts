import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { eventually } from './registry-client.ts'

/** `url` is of a registry that nobody else is connected to. */
export async function refusesTooMany(t: TestContext, url: string): Promise<void> {
  const { hostname: host, port } = new URL(url)
  const open: Socket[] = []
  const refused: string[] = []
  for (let count = 0; count < 220; count++) {
    open.push(await openSocket(t, { host, port: Number(port), refused }))
  }
  await eventually(
    async () => refused.length,
    count => count >= 20
  )
  assert.equal(refused.length, 20)
  assert.match(refused[0] ?? '', /^HTTP\/1\.1 429 Too Many Requests\r\n/)
  for (const socket of open) socket.destroy()
  await eventually(
    async () => {
      const socket = await openSocket(t, { host, port: Number(port), refused: [] })
      socket.write('GET /v1/status/leader HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
      return new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
    },
    answer => answer.startsWith('HTTP/1.1 200')
  )
}

async function openSocket(
  t: TestContext,
  {
    host,
    port,
    refused
  }: { readonly host: string; readonly port: number; readonly refused: string[] }
): Promise<Socket> {
  const socket = connect({ host, port })
  t.after(() => socket.destroy())
  socket.on('error', () => undefined)
  socket.on('data', data => {
    if (String(data).includes(' 429 ')) refused.push(String(data))
  })
  return new Promise(resolve => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(socket))
  })
}
