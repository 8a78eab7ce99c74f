import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import type { ProcessConfig } from '../config/index.ts'

type Interfaces = NodeJS.Dict<readonly NetworkInterfaceInfo[]>

/**
 * The address by which others reach this process: as told, else where it listens. One that listens
 * everywhere, as in a container, is reached by the first address of the machine that is no
 * loopback, IPv4 before IPv6.
 */
export function reachableAddress(
  { advertiseAddress, host }: Pick<ProcessConfig, 'advertiseAddress' | 'host'>,
  interfaces: Interfaces = networkInterfaces()
): string {
  if (advertiseAddress !== undefined) return advertiseAddress
  if (host !== '0.0.0.0' && host !== '::') return host
  const outer = Object.values(interfaces)
    .flatMap(infos => infos ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
  const found = outer.find(({ family }) => family === 'IPv4') ?? outer[0]
  return found?.address ?? '127.0.0.1'
}
