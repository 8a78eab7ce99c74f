import { rmSync } from 'node:fs'
import { createFileResolver } from '@microzon/shared/discovery'
import type { Mechanism } from '../mechanism.ts'

export const file: Mechanism = {
  name: 'file',
  about: 'a file that the launcher replaces, who sees processes start and end',
  words: {
    availability: 'nothing to ask, nothing that can be away but the tool that writes',
    consistency: 'as old as the last run of the tool, on each machine for itself',
    'service-level checks': 'none, unless the tool makes them',
    API: 'a file',
    footprint: 'a tool on every machine that pushes or pulls',
    'several data centres': 'what the tool copies',
    UI: 'that of the tool',
    'template engine': 'that of the tool'
  },
  createResolver: ({ place }) => createFileResolver({ path: place.endpointsFile }),
  async takeAway({ endpoints, place }) {
    endpoints.stop()
    rmSync(place.endpointsFile)
  },
  async bringBackEmpty({ endpoints }) {
    endpoints.writeEmpty()
    // As long as a tool takes that begins anew.
    setTimeout(endpoints.start, 3_000)
  },
  pid: () => undefined
}
