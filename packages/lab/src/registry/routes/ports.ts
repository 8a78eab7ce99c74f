import type { Agent } from '../agent.ts'
import type { Clock } from '../clock.ts'
import type { Catalog } from '../state/catalog.ts'
import type { KeyValues } from '../state/key-values.ts'
import type { Node } from '../state/model.ts'
import type { Revision } from '../state/revision.ts'

/** What the routes work on. */
export type RegistryPorts = {
  readonly agent: Agent
  readonly catalog: Catalog
  readonly keyValues: KeyValues
  readonly revision: Revision
  readonly clock: Clock
  readonly random: () => number
  readonly node: Node
}
