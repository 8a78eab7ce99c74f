import { isIP } from 'node:net'

/** What a name of the domain `consul` asks for. */
export type Asked =
  | { readonly kind: 'service'; readonly service: string; readonly tag: string | undefined }
  | { readonly kind: 'node'; readonly node: string }
  /** An address that was made into a name, since an SRV record can only name. */
  | { readonly kind: 'address'; readonly address: string }
  /** In the domain, and nothing. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'foreign' }

export const domain = 'consul'

/**
 * Reads the names of Consul's DNS: `web.service.consul`, `tag.web.service.consul`,
 * `_web._tcp.service.consul`, `_web._tag.service.consul`, `lab.node.consul`,
 * `7f000001.addr.dc1.consul`; each with the data centre before the domain, or without.
 */
export function readName(name: string, datacenter: string): Asked {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  if (labels.pop() !== domain) return { kind: 'foreign' }
  if (labels.at(-1) === datacenter.toLowerCase()) labels.pop()
  const [first = '', second = ''] = labels
  const underscored = labels.at(-1) === 'service' ? labels.slice(0, -1) : labels
  if (underscored.length === 2 && first.startsWith('_') && second.startsWith('_')) {
    const tag = second.slice(1)
    return { kind: 'service', service: first.slice(1), tag: tag === 'tcp' ? undefined : tag }
  }
  switch (labels.pop()) {
    case 'service':
      return readService(labels)
    case 'node':
      return labels.length === 0 ? { kind: 'nothing' } : { kind: 'node', node: labels.join('.') }
    case 'addr':
      return readAddress(labels)
    default:
      return { kind: 'nothing' }
  }
}

function readService(labels: readonly string[]): Asked {
  const service = labels.at(-1)
  if (service === undefined) return { kind: 'nothing' }
  const tag = labels.length > 1 ? labels.slice(0, -1).join('.') : undefined
  return { kind: 'service', service, tag }
}

function readAddress([hex = '', ...others]: readonly string[]): Asked {
  const bytes = Buffer.from(hex, 'hex')
  if (others.length > 0 || bytes.toString('hex') !== hex) return { kind: 'nothing' }
  if (bytes.length === 4) return { kind: 'address', address: bytes.join('.') }
  if (bytes.length !== 16) return { kind: 'nothing' }
  const groups = Array.from({ length: 8 }, (_, each) => bytes.readUInt16BE(each * 2).toString(16))
  return { kind: 'address', address: groups.join(':') }
}

/** The name that stands for an address; nothing for what is none. */
export function addressName(address: string, datacenter: string): string | undefined {
  if (isIP(address) === 0) return undefined
  const hex = isIP(address) === 4 ? hexOf4(address) : hexOf6(address)
  return `${hex}.addr.${datacenter}.${domain}`
}

function hexOf4(address: string): string {
  return Buffer.from(address.split('.').map(Number)).toString('hex')
}

function hexOf6(address: string): string {
  // The URL parser writes the shortest form, in numbers only.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail ?? ''].map(part => part.split(':').filter(Boolean))
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0)
  const groups = [
    ...(before ?? []),
    ...Array.from({ length: missing }, () => '0'),
    ...(after ?? [])
  ]
  return groups.map(group => group.padStart(4, '0')).join('')
}
