import { isIPv6 } from 'node:net'

/**
 * What a client's address counts as: of IPv6 the first 64 bits, since a single household has all
 * the rest to itself and could begin anew with each of its addresses.
 */
export function networkOf(address: string): string {
  return isIPv6(address) ? groupsOf(address).slice(0, 4).join(':') : address
}

/** The groups of an address as a socket writes it: small letters, no zeros in front, one `::`. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail = ''] = address.split('::')
  const [left, right] = [head, tail].map(part => part.split(':').filter(group => group !== ''))
  const known = [...(left ?? []), ...(right ?? [])]
  const zeros = Array<string>(Math.max(0, 8 - known.length)).fill('0')
  return [...(left ?? []), ...zeros, ...(right ?? [])]
}
