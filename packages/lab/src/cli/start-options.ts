import type { DiscoveryMechanism } from '@microzon/shared/config'
import type { Environment } from '../runtime/environment.ts'
import type { Program } from '../runtime/programs.ts'
import { readArguments, readNumber, usageFailure } from './arguments.ts'
import { homeOf } from './home.ts'

export type StartOptions = {
  readonly help: boolean
  readonly home: string
  readonly port: number
  readonly instances: Readonly<Record<string, number>>
  readonly inspect: Readonly<Record<string, number | undefined>>
  readonly rateLimit: number
  readonly discovery: DiscoveryMechanism
  /** Of services that look in another way than most. */
  readonly discoveryOf: Readonly<Record<string, DiscoveryMechanism>>
  readonly fresh: boolean
  readonly detach: boolean
  readonly watch: boolean
}

const help = 'npm start -- --help'
const inspectFirst = 9229

/** What `npm start -- --help` prints. */
export const startHelp = `Starts the shop and everything that it needs, and prints the addresses.

  npm start -- [options]

  --port N              port of the shop (8080; 0 takes any that is free)
  --instances LIST      how many of each service, such as cart=2,web=2 (1 each)
  --fresh               forget the data of earlier starts
  --detach              return when the shop answers; npm run lab -- down ends it
  --rate-limit N        requests per minute and client at the edge (6000)
  --discovery HOW       where services look for each other: consul, dns or file (consul);
                        web=dns,cart=file chooses for a service
  --watch               restart a service when its files change
  --inspect LIST        open a debugger's port, such as cart-1 or cart-1=9229,web-1=9230
  --data DIR            keep the data there (.lab, or what MICROZON_HOME says)
  --help                this text

DISCOVERY_PRODUCT=dns and the like choose for one service that is looked for.
CONSUL_HTTP_ADDR, ZIPKIN_URL, MYSQL_URL and MONGO_URL, when set, name a Consul, a Zipkin, a MySQL and
a MongoDB of yours that are used instead of the embedded ones; databases are named after the lab.
npm run lab -- help tells what can be done with a shop that runs.
`

/** Reads the arguments of `npm start`. Throws a `Failure` with exit code 2 for what is not known. */
export function readStartOptions(
  argv: readonly string[],
  { env, programs }: { readonly env: Environment; readonly programs: readonly Program[] }
): StartOptions {
  const { values } = readArguments(
    {
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '8080' },
        instances: { type: 'string', multiple: true, default: [] },
        inspect: { type: 'string', multiple: true, default: [] },
        'rate-limit': { type: 'string', default: '6000' },
        discovery: { type: 'string', multiple: true, default: [] },
        fresh: { type: 'boolean', default: false },
        detach: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
        data: { type: 'string' }
      }
    },
    help
  )
  return {
    help: values.help,
    home: homeOf(values.data, env),
    port: readNumber('--port', values.port, { min: 0, max: 65_535, help }),
    instances: readInstances(values.instances, programs),
    inspect: readInspect(values.inspect, programs),
    rateLimit: readNumber('--rate-limit', values['rate-limit'], { min: 1, max: 10_000_000, help }),
    ...readDiscovery(values.discovery, { env, programs }),
    fresh: values.fresh,
    detach: values.detach,
    watch: values.watch
  }
}

function readDiscovery(
  lists: readonly string[],
  { env, programs }: { readonly env: Environment; readonly programs: readonly Program[] }
): Pick<StartOptions, 'discovery' | 'discoveryOf'> {
  let discovery = mechanismOf(env['DISCOVERY'] || 'consul')
  const discoveryOf: Record<string, DiscoveryMechanism> = {}
  for (const part of partsOf(lists)) {
    const [service, mechanism] = part.split('=', 2)
    if (service === undefined || mechanism === undefined) discovery = mechanismOf(part)
    else if (programs.some(each => each.kind !== 'backing' && each.service === service)) {
      discoveryOf[service] = mechanismOf(mechanism)
    } else
      throw usageFailure(`--discovery takes such as web=dns of a service, not "${part}".`, help)
  }
  return { discovery, discoveryOf }
}

function mechanismOf(text: string): DiscoveryMechanism {
  if (text === 'consul' || text === 'dns' || text === 'file') return text
  throw usageFailure(`--discovery takes consul, dns or file, not "${text}".`, help)
}

function readInstances(
  lists: readonly string[],
  programs: readonly Program[]
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    partsOf(lists).map(part => {
      const [, service, count] = /^([a-z]+)=(\d+)$/.exec(part) ?? []
      const program = programs.find(each => each.service === service)
      if (program === undefined || count === undefined) {
        const known = programs.map(each => each.service).join(', ')
        throw usageFailure(`--instances takes such as cart=2 of ${known}, not "${part}".`, help)
      }
      const max = program.instancesMax
      return [program.service, readNumber(`--instances ${service}`, count, { min: 0, max, help })]
    })
  )
}

function readInspect(
  lists: readonly string[],
  programs: readonly Program[]
): Readonly<Record<string, number | undefined>> {
  const known = new Map<number, string>()
  for (const [index, part] of partsOf(lists).entries()) {
    const [, id, service, text] = /^(([a-z]+)-[1-9]\d?)(?:=(\d+))?$/.exec(part) ?? []
    if (id === undefined || !programs.some(each => each.service === service)) {
      throw usageFailure(
        `--inspect takes an instance such as cart-1 or cart-1=9229, not "${part}".`,
        help
      )
    }
    const limits = { min: 1_024, max: 65_535, help }
    const port = readNumber('--inspect', text ?? String(inspectFirst + index), limits)
    const other = known.get(port)
    if (other !== undefined) {
      throw usageFailure(`--inspect gives port ${port} to ${other} and to ${id}.`, help)
    }
    known.set(port, id)
  }
  return Object.fromEntries([...known].map(([port, id]) => [id, port]))
}

function partsOf(lists: readonly string[]): readonly string[] {
  return lists.flatMap(list => list.split(',')).filter(part => part !== '')
}
