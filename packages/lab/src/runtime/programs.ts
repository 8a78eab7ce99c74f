/** What a program has to be told by its environment. `environment.ts` turns each into variables. */
export type Need =
  | 'registry'
  | 'dns-port'
  | 'traces'
  | 'logs'
  | 'tokens'
  | 'customer-key'
  | 'database'
  | 'folder'
  | 'session'
  | 'provider'
  | 'provider-key'
  | 'public-port'
  | 'control'

/** One program of the lab. All that the runtime knows about the shop stands in the list below. */
export type Program = {
  /** What it is called everywhere; its instances are named `cart-1`, `cart-2` and so on. */
  readonly service: string
  /** Its file, relative to the root of the checkout. */
  readonly entry: string
  /** `backing` stands apart from the shop and in no registry; `edge` closes first. */
  readonly kind: 'backing' | 'service' | 'edge'
  /** How many may run at once; one where others are told a fixed address. */
  readonly instancesMax: number
  readonly needs: readonly Need[]
  /** Started only when something asks for it. */
  readonly isOnDemand?: boolean
}

const common: readonly Need[] = ['registry', 'traces', 'logs', 'tokens']
const many = 20

/** In the order of a request, which is the order of every table. */
export const programs: readonly Program[] = [
  {
    service: 'edge',
    entry: 'services/edge/src/main.ts',
    kind: 'edge',
    instancesMax: 1,
    needs: [...common, 'public-port']
  },
  service('web', ['session']),
  service('customer', ['database', 'customer-key']),
  service('product', ['database']),
  service('cart', ['database']),
  service('billing', ['database']),
  service('payment', ['database', 'provider', 'provider-key']),
  {
    service: 'provider',
    entry: 'services/provider/src/main.ts',
    kind: 'backing',
    instancesMax: 1,
    needs: ['logs', 'database', 'provider-key']
  },
  backing('registry', 'packages/lab/src/registry/main.ts', ['dns-port']),
  backing('telemetry', 'packages/lab/src/telemetry/main.ts'),
  // Stands between an instance and its callers while something is wrong with the wire.
  { ...backing('proxy', 'packages/lab/src/proxy/main.ts'), needs: ['control'], isOnDemand: true }
]

function service(name: string, needs: readonly Need[]): Program {
  return {
    service: name,
    entry: `services/${name}/src/main.ts`,
    kind: 'service',
    instancesMax: many,
    needs: [...common, ...needs]
  }
}

function backing(name: string, entry: string, needs: readonly Need[] = []): Program {
  return { service: name, entry, kind: 'backing', instancesMax: 1, needs: ['folder', ...needs] }
}
