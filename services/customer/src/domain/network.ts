import { isIPv6 } from 'node:net'

/**
 * What an address counts as: of IPv6 the first 64 bits, since a single household has all the rest
 * to itself. An IPv4 address in IPv6's clothes is itself; what is no address counts as it stands.
 */
export function networkOf(clientAddress: string): string {
  const address = clientAddress.split('%', 1)[0] ?? ''
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? groupsOf(address).slice(0, 4).join(':')
}

function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  // `::` stands for as many zeros as are missing; a dotted end is two groups and beyond the first four.
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].map(group =>
    group.replace(/^0+(?=.)/, '')
  )
}
