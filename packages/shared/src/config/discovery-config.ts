import { ConfigError, type Reader } from './reader.ts'

/** Where a process looks for the instances of others. */
export type DiscoveryConfig = {
  /** For every target that is not named below. */
  readonly mechanism: DiscoveryMechanism
  /** By target. */
  readonly perTarget: Readonly<Record<string, DiscoveryMechanism>>
  readonly consulDns: { readonly host: string; readonly port: number }
  /** Set where anything is looked up in a file. */
  readonly file: string | undefined
}

export type DiscoveryMechanism = (typeof mechanisms)[number]

const mechanisms = ['consul', 'dns', 'file'] as const

/**
 * Reads `DISCOVERY`, `DISCOVERY_PRODUCT` and the like for one target each, `CONSUL_DNS` and
 * `DISCOVERY_FILE`. Throws a `ConfigError` that names the variable.
 */
export function loadDiscoveryConfig(read: Reader): DiscoveryConfig {
  const { DISCOVERY_FILE: file, ...choices } = read.startingWith('DISCOVERY_')
  const mechanism = checked('DISCOVERY', read.string('DISCOVERY', 'consul'))
  const perTarget = Object.fromEntries(
    Object.entries(choices).map(([name, value]) => {
      const target = name.slice('DISCOVERY_'.length).toLowerCase().replaceAll('_', '-')
      return [target, checked(name, value)]
    })
  )
  const usesFile = [mechanism, ...Object.values(perTarget)].includes('file')
  return {
    mechanism,
    perTarget,
    consulDns: read.place('CONSUL_DNS', '127.0.0.1:8600'),
    file: usesFile ? read.string('DISCOVERY_FILE') : file
  }
}

function checked(name: string, value: string): DiscoveryMechanism {
  const known = mechanisms.find(each => each === value)
  if (known !== undefined) return known
  throw new ConfigError(`${name} must be one of ${mechanisms.join(', ')}, but is "${value}"`)
}
