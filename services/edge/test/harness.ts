import { createServer, type RequestListener } from 'node:http'
import { connect, type AddressInfo, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import {
  createBudget,
  createEndpoints,
  createPool,
  createTelling,
  systemClock,
  type Budget,
  type Endpoints
} from '@microzon/shared/client'
import { createStaticResolver, type Endpoint } from '@microzon/shared/discovery'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import type { Patience } from '@microzon/shared/admission'
import type { Pool } from 'undici'
import type { EdgePorts } from '../src/handle-request.ts'
import { createPlaces, type Places } from '../src/places.ts'
import { createPublicServer, type PublicLimits, type PublicServer } from '../src/public-server.ts'
import { createRateLimit } from '../src/rate-limit.ts'

export type Edge = {
  readonly port: number
  readonly url: string
  readonly server: PublicServer
  readonly runtime: TestRuntime
  readonly endpoints: Endpoints<Pool>
  readonly places: Places
  /** What was told of repeats. */
  readonly events: ReturnType<typeof createTelling>['counts']
  /** Requests that came in and have not ended. */
  readonly inFlight: () => number
  readonly drain: () => void
}

/** An edge before the given instances of web, told by their ports. */
export async function startEdge(
  t: TestContext,
  options: {
    readonly webs: readonly number[]
    readonly perMinute?: number
    readonly limits?: PublicLimits
    readonly headMs?: EdgePorts['headMs']
    readonly clock?: () => number
    readonly patience?: Patience
    readonly attemptsMax?: number
    readonly budget?: Budget
  }
): Promise<Edge> {
  const { webs, perMinute = 100_000, limits, headMs, patience, attemptsMax } = options
  const { budget = createBudget(systemClock), clock = Date.now } = options
  const runtime = createTestRuntime('edge', { clock })
  const { tell, counts: events } = createTelling(() => undefined)
  const resolver = createStaticResolver({ web: webs.map(webEndpoint) })
  const endpoints = createEndpoints(resolver.watch('web'), endpoint => {
    const pool = createPool(endpoint)
    return { way: pool, close: () => pool.destroy() }
  })
  const places = createPlaces({
    endpoints,
    random: () => 0,
    clock: systemClock,
    ...(patience && { patience })
  })
  let [inFlight, draining] = [0, false]
  const server = createPublicServer(
    {
      runtime,
      places,
      rateLimit: createRateLimit({ perMinute, clock: () => 0 }),
      budget,
      tell,
      isDraining: () => draining,
      ...(headMs && { headMs }),
      ...(attemptsMax !== undefined && { attemptsMax })
    },
    { started: () => void inFlight++, ended: () => void inFlight-- },
    limits
  )
  const port = await server.listen('127.0.0.1', 0)
  t.after(async () => {
    await endpoints.close()
    await server.close()
  })
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    server,
    runtime,
    endpoints,
    places,
    events,
    inFlight: () => inFlight,
    drain: () => void (draining = true)
  }
}

function webEndpoint(port: number, index: number): Endpoint {
  return {
    id: `web-${index + 1}`,
    service: 'web',
    address: '127.0.0.1',
    port,
    version: '1',
    state: 'ready',
    since: 0,
    weight: 1
  }
}

/** An instance of web that answers as the test says. */
export async function startWeb(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return listen(server)
}

export async function listen(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  return (server.address() as AddressInfo).port
}

/** A port where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

/** A connection that shows its bytes. */
export type Wire = {
  readonly socket: Socket
  readonly received: () => string
  /** Resolves when what came matches; rejects when the connection ends before. */
  readonly seen: (pattern: RegExp) => Promise<string>
  readonly closed: Promise<string>
}

export function openWire(t: TestContext, port: number): Wire {
  const socket = connect(port, '127.0.0.1')
  t.after(() => void socket.destroy())
  let received = ''
  const checks = new Set<() => void>()
  let isClosed = false
  const check = (): void => {
    for (const look of [...checks]) look()
  }
  socket.on('error', () => undefined)
  socket.on('data', chunk => {
    received += chunk.toString('latin1')
    check()
  })
  const closed = new Promise<string>(resolve => {
    socket.on('close', () => {
      isClosed = true
      resolve(received)
      check()
    })
  })
  return {
    socket,
    closed,
    received: () => received,
    seen: pattern =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(received)) resolve(received)
          else if (isClosed)
            reject(new Error(`the connection ended after ${JSON.stringify(received)}`))
          else return
          checks.delete(look)
        }
        checks.add(look)
        look()
      })
  }
}

/** Sends bytes on a connection of their own and answers all that came back until it was closed. */
export function sendRaw(t: TestContext, port: number, bytes: string): Promise<string> {
  const wire = openWire(t, port)
  wire.socket.write(Buffer.from(bytes, 'latin1'))
  return wire.closed
}

/** The statuses of all answers in the bytes. */
export function statusesOf(bytes: string): readonly number[] {
  return [...bytes.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
}

/** Resolves once `condition` holds; rejects when that takes longer than five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const endsAt = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > endsAt) throw new Error('what the test waits for has not come')
    await setImmediate()
  }
}
