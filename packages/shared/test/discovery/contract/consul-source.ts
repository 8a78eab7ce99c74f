import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { createConsulResolver } from '../../../src/discovery/index.ts'
import { healthEntry } from '../fixtures.ts'
import type { Source, SourceKind, Told } from './source.ts'

type Waiting = {
  readonly service: string
  readonly index: number
  readonly response: ServerResponse
}

/** A registry with blocking queries, as far as a watch uses them. */
export const consul: SourceKind = {
  mechanism: 'consul',
  tellsStates: true,
  async start(t) {
    const { url, source } = await startRegistry(t)
    return { source, create: options => createConsulResolver({ ...options, consulUrl: url }) }
  }
}

async function startRegistry(t: TestContext): Promise<{ url: string; source: Source }> {
  const published = new Map<string, readonly Told[]>()
  let [index, mood]: [number, 'well' | 'garbled'] = [1, 'well']
  let waiting: readonly Waiting[] = []
  const answer = ({ service, response }: Waiting): void => {
    response.writeHead(200, { 'x-consul-index': String(index) })
    const entries = (published.get(service) ?? []).map(entryOf)
    response.end(mood === 'well' ? JSON.stringify(entries) : '{"error":')
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry')
    const service = pathname.split('/').at(-1) ?? ''
    const question = { service, response, index: Number(searchParams.get('index')) }
    if (question.index < index) answer(question)
    else waiting = [...waiting, question]
  })
  const listen = (port: number): Promise<void> =>
    new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const wake = (): void => {
    index++
    waiting.forEach(answer)
    waiting = []
  }
  const stop = (): Promise<void> => {
    waiting = []
    const closed = new Promise<void>(resolve => void server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  }
  t.after(stop)
  const source: Source = {
    async publish(service, instances) {
      published.set(service, instances)
      wake()
    },
    silence: stop,
    async garble() {
      mood = 'garbled'
      wake()
    },
    async heal() {
      mood = 'well'
      if (!server.listening) await listen(port)
    },
    open: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      )
  }
  return { url: `http://127.0.0.1:${port}`, source }
}

function entryOf({ port, weight = 10, state = 'ready' }: Told): object {
  const checks = {
    ready: { CheckID: 'ready', Status: state === 'failing' ? 'critical' : 'passing' },
    ...(state === 'draining' && { mark: { CheckID: '_service_maintenance:x', Status: 'critical' } })
  }
  const entry = healthEntry(`i-${port}`, { port, weights: { Passing: weight, Warning: 1 } })
  return { ...entry, Checks: Object.values(checks) }
}
