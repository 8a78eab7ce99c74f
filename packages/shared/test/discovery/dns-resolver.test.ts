import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DnsAnswer } from '../../src/discovery/dns-message.ts'
import { createDnsResolver } from '../../src/discovery/index.ts'
import { createManualClock } from '../client/fakes.ts'

const name = '_cart._tcp.service.consul'

function answerOf(ttlSeconds: number): DnsAnswer {
  const target = 'node.consul'
  return {
    code: 0,
    isTruncated: false,
    absentSeconds: undefined,
    records: [
      { type: 'SRV', name, ttlSeconds, target, port: 4_711, priority: 1, weight: 10 },
      { type: 'A', name: target, ttlSeconds, address: '127.0.0.1' }
    ]
  }
}

for (const [ttlSeconds, chance, afterMs] of [
  [5, 0, 4_500],
  [5, 1, 5_500],
  [3_600, 0, 54_000],
  [3_600, 1, 66_000],
  [0, 0, 900],
  [0, 1, 1_100]
] as const) {
  test(`asks again ${afterMs} ms after a TTL of ${ttlSeconds} s, where chance is ${chance}`, async t => {
    const clock = createManualClock()
    let asked = 0
    const ask = async (): Promise<DnsAnswer> => {
      asked++
      return answerOf(ttlSeconds)
    }
    const server = { host: '127.0.0.1', port: 0 }
    const resolver = createDnsResolver({ server, ask, clock, random: () => chance })
    t.after(() => resolver.close())
    const watched = resolver.watch('cart')
    await clock.advance(afterMs - 1)
    assert.equal(watched.current().endpoints.length, 1)
    assert.equal(asked, 1)
    await clock.advance(1)
    assert.equal(asked, 2)
  })
}
