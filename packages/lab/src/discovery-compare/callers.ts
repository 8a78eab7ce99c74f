import { readFileSync } from 'node:fs'
import { createServiceClient } from '@microzon/shared/client'
import type { Resolver, Watched } from '@microzon/shared/discovery'
import { createTracer } from '@microzon/shared/telemetry'
import { createServiceTokens, type ServiceTokens } from '@microzon/shared/tokens'
import { Agent } from 'undici'
import type { Stage } from './stage.ts'

/** Calls that were begun, and those that brought no usable answer. */
export type Count = { readonly calls: number; readonly failed: number }

/** Callers of the service, at a steady rate, with the same resolver. */
export type Callers = {
  /** Since the last time that it was asked. */
  take(): { readonly bare: Count; readonly ours: Count }
  close(): Promise<void>
}

const attemptMs = 1_000
const path = '/categories'

/**
 * `bare` takes any instance that it believes to be ready, once; `ours` is the client of every
 * service. Each begins so many calls a second, however long the others take.
 */
export function startCallers(stage: Stage, resolver: Resolver, callsPerSecond: number): Callers {
  const secret = readFileSync(stage.place.secrets.files.serviceSecret, 'utf8').trim()
  const tokens = createServiceTokens({ secret, name: 'web', clock: Date.now })
  const bare = bareCaller(resolver.watch(stage.service), { tokens, service: stage.service })
  const client = createServiceClient({
    target: stage.service,
    resolver,
    tokens,
    tracer: createTracer({ service: 'web', version: '1', instance: 'web-0' })
  })
  const ours = async (): Promise<boolean> => {
    const operation = `GET ${path}`
    return (await client.call({ method: 'GET', path, operation })).kind === 'answered'
  }
  const counters = { bare: createCounter(bare.call), ours: createCounter(ours) }
  const stop = atRate(callsPerSecond, () => {
    counters.bare.begin()
    counters.ours.begin()
  })
  return {
    take: () => ({ bare: counters.bare.take(), ours: counters.ours.take() }),
    async close() {
      stop()
      await Promise.all([bare.close(), client.close()])
    }
  }
}

function bareCaller(
  watched: Watched,
  { tokens, service }: { readonly tokens: ServiceTokens; readonly service: string }
): { readonly call: () => Promise<boolean>; readonly close: () => Promise<void> } {
  const agent = new Agent({ headersTimeout: attemptMs, bodyTimeout: attemptMs })
  return {
    async call() {
      const ready = watched.current().endpoints.filter(({ state }) => state === 'ready')
      const endpoint = ready[Math.floor(Math.random() * ready.length)]
      if (endpoint === undefined) return false
      const answer = await agent.request({
        origin: `http://${endpoint.address}:${endpoint.port}`,
        path,
        method: 'GET',
        headers: { authorization: `Bearer ${tokens.sign(service)}` },
        signal: AbortSignal.timeout(attemptMs)
      })
      await answer.body.dump()
      return answer.statusCode === 200
    },
    close: () => agent.destroy()
  }
}

function createCounter(call: () => Promise<boolean>): { begin(): void; take(): Count } {
  let [calls, failed] = [0, 0]
  const end = (isGood: boolean): void => {
    calls++
    if (!isGood) failed++
  }
  return {
    begin: () => void call().then(end, () => end(false)),
    take() {
      const count = { calls, failed }
      calls = failed = 0
      return count
    }
  }
}

/** Open loop: what the timer was late for is made up for, as callers do not wait for each other. */
function atRate(perSecond: number, begin: () => void): () => void {
  const startedAt = performance.now()
  let begun = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond
    while (begun < due) {
      begun++
      begin()
    }
  }, 5)
  return () => clearInterval(timer)
}
