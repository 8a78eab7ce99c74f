import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { Writable } from 'node:stream'
import type { ServiceClient } from '../client/index.ts'
import { createStaticResolver } from '../discovery/index.ts'
import type { ServiceRuntime } from '../service/index.ts'
import { createLogger, createMetrics, createTracer } from '../telemetry/index.ts'
import {
  createCustomerTokenVerifier,
  createServiceTokens,
  signCustomerToken,
  signStaffToken
} from '../tokens/index.ts'

export type TestRuntime = ServiceRuntime & {
  /** Headers of a request to the service under test, for `app.inject`. */
  headers(options?: {
    /** The calling service, `web` unless told. */
    readonly caller?: string
    readonly staff?: boolean
    readonly customerId?: string
    readonly sessionId?: string
    readonly idempotencyKey?: string
  }): Record<string, string>
  /** What was logged, parsed. */
  logLines(): readonly Readonly<Record<string, unknown>>[]
  readonly customerTokenPrivateKeyPem: string
}

const secret = 'a secret of the tests only'
const keys = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})

/** The chassis' parts for a test: quiet, without a registry, with keys of its own. */
export function createTestRuntime(
  name: string,
  options: {
    readonly clock?: () => number
    readonly clients?: Readonly<Record<string, ServiceClient>>
  } = {}
): TestRuntime {
  const { clock = Date.now, clients = {} } = options
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    }
  })
  const identity = { service: name, version: '0.0.0', instance: `${name}-test` }
  return {
    startId: `${name}-test-1`,
    config: testConfig(name),
    logger: createLogger({ ...identity, level: 'info', stream }),
    tracer: createTracer(identity),
    metrics: createMetrics(identity),
    tokens: createServiceTokens({ secret, name, clock }),
    verifyCustomer: createCustomerTokenVerifier(keys.publicKey, clock),
    resolver: createStaticResolver({}),
    clientStatus: () => [],
    clock,
    customerTokenPrivateKeyPem: keys.privateKey,
    logLines: () => lines.map(line => JSON.parse(line) as Record<string, unknown>),
    client(target) {
      const client = clients[target]
      if (client === undefined) throw new Error(`the test gives no client for ${target}`)
      return client
    },
    headers: ({ caller = 'web', staff, customerId, sessionId, idempotencyKey } = {}) => ({
      authorization: `Bearer ${
        staff
          ? signStaffToken({ secret, expiresAt: clock() + 60_000 })
          : createServiceTokens({ secret, name: caller, clock }).sign(name)
      }`,
      ...(customerId !== undefined && {
        'x-customer-token': customerToken(customerId, sessionId ?? 'session', clock())
      }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey })
    })
  }
}

function customerToken(customerId: string, sessionId: string, now: number): string {
  const options = { privateKey: createPrivateKey(keys.privateKey), expiresAt: now + 60_000 }
  return signCustomerToken({ customerId, sessionId }, options)
}

function testConfig(name: string): ServiceRuntime['config'] {
  return {
    name,
    instance: `${name}-test`,
    version: '0.0.0',
    host: '127.0.0.1',
    port: 0,
    advertiseAddress: undefined,
    advertisePort: undefined,
    drainNoticeMs: 2_000,
    zipkinUrl: undefined,
    logUrl: undefined,
    logLevel: 'info'
  }
}
