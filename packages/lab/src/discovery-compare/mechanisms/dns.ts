import { createDnsResolver } from '@microzon/shared/discovery'
import type { Mechanism } from '../mechanism.ts'

export const dns: Mechanism = {
  name: 'dns',
  about: "SRV records of the registry's DNS, with a TTL of 1 s",
  words: {
    availability: 'as what stands behind it; caches on the way answer on',
    consistency: 'a TTL behind, and that on every level that caches',
    'service-level checks': 'those of the registry; who fails or drains is left out alike',
    API: 'every language has it; port and weight by SRV only, no version, no state',
    footprint: 'that of the registry; nothing in the caller but a resolver',
    'several data centres': 'by the name that is asked for',
    UI: 'none of its own',
    'template engine': 'none'
  },
  createResolver: ({ registry, labId }) => createDnsResolver({ server: registry.dns, labId }),
  takeAway: ({ registry }) => registry.kill(),
  async bringBackEmpty({ registry }) {
    registry.forget()
    await registry.start()
  },
  pid: ({ registry }) => registry.pid()
}
