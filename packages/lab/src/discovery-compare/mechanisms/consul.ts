import { createConsulResolver } from '@microzon/shared/discovery'
import type { Mechanism } from '../mechanism.ts'

export const consul: Mechanism = {
  name: 'consul',
  about: "the registry's health API, with blocking queries",
  words: {
    availability: 'servers by majority (Raft); stale reads go on without a leader',
    consistency: 'changes are pushed; stale reads are some 50 ms behind',
    'service-level checks': 'HTTP, TCP, TTL and more; failing and draining are told apart',
    API: 'HTTP and JSON: state, version, weights, maintenance, keys, locks',
    footprint: 'an agent on every machine, three servers or five',
    'several data centres': 'built in, each with servers of its own',
    UI: 'built in',
    'template engine': 'consul-template'
  },
  createResolver: ({ registry, labId }) => createConsulResolver({ consulUrl: registry.url, labId }),
  takeAway: ({ registry }) => registry.kill(),
  async bringBackEmpty({ registry }) {
    registry.forget()
    await registry.start()
  },
  pid: ({ registry }) => registry.pid()
}
