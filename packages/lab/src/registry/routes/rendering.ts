import { isIPv4, isIPv6 } from 'node:net'
import type { CheckRecord, Node, ServiceDefinition, ServiceRecord } from '../state/model.ts'

/** An entry of `/v1/health/service`. */
export function healthEntry(
  service: ServiceRecord,
  checks: readonly CheckRecord[],
  node: Node
): object {
  return {
    Node: { ...nodeJson(node), CreateIndex: 1, ModifyIndex: 1 },
    Service: {
      ...serviceJson(service),
      Meta: Object.keys(service.meta).length > 0 ? service.meta : null,
      Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
      Connect: {},
      PeerName: '',
      CreateIndex: service.createIndex,
      ModifyIndex: service.modifyIndex
    },
    Checks: [nodeCheck(node), ...checks].map(check => checkJson(check, node))
  }
}

/** An entry of `/v1/catalog/service`. */
export function catalogEntry(service: ServiceRecord, node: Node): object {
  const { Meta, ...own } = nodeJson(node)
  return {
    ...own,
    NodeMeta: Meta,
    ServiceKind: '',
    ServiceID: service.id,
    ServiceName: service.name,
    ServiceTags: service.tags,
    ServiceAddress: service.address,
    ServiceTaggedAddresses: taggedAddresses(service),
    ServiceWeights: weightsJson(service),
    ServiceMeta: service.meta,
    ServicePort: service.port,
    ServiceSocketPath: '',
    ServiceEnableTagOverride: service.enableTagOverride,
    ServiceProxy: { Mode: '', MeshGateway: {}, Expose: {} },
    ServiceConnect: {},
    ServiceLocality: null,
    CreateIndex: service.createIndex,
    ModifyIndex: service.modifyIndex
  }
}

/** A service as the agent tells its own ones. */
export function agentService(service: ServiceDefinition, node: Node): object {
  return { ...serviceJson(service), Datacenter: node.datacenter }
}

export function checkJson(check: CheckRecord, node: Node): object {
  return {
    Node: node.name,
    CheckID: check.id,
    Name: check.name,
    Status: check.status,
    Notes: check.notes,
    Output: check.output,
    ServiceID: check.serviceId,
    ServiceName: check.serviceName,
    ServiceTags: check.serviceTags,
    Type: check.type,
    Interval: check.interval,
    Timeout: check.timeout,
    ExposedPort: 0,
    Definition: {},
    CreateIndex: check.createIndex,
    ModifyIndex: check.modifyIndex
  }
}

/** What an agent says of the machine itself. One that answers is alive. */
export function nodeCheck(_node: Node): CheckRecord {
  return {
    id: 'serfHealth',
    name: 'Serf Health Status',
    status: 'passing',
    notes: '',
    output: 'Agent alive and reachable',
    type: '',
    interval: '',
    timeout: '',
    serviceId: '',
    serviceName: '',
    serviceTags: [],
    since: 0,
    createIndex: 1,
    modifyIndex: 1
  }
}

function nodeJson({ id, name, address, datacenter, version }: Node): {
  readonly Meta: Readonly<Record<string, string>>
} {
  const node = {
    ID: id,
    Node: name,
    Address: address,
    Datacenter: datacenter,
    TaggedAddresses: { lan: address, lan_ipv4: address, wan: address, wan_ipv4: address }
  }
  return { ...node, Meta: { 'consul-network-segment': '', 'consul-version': version } }
}

function serviceJson(service: ServiceDefinition): object {
  return {
    ID: service.id,
    Service: service.name,
    Tags: service.tags,
    Meta: service.meta,
    Port: service.port,
    Address: service.address,
    TaggedAddresses: taggedAddresses(service),
    Weights: weightsJson(service),
    EnableTagOverride: service.enableTagOverride
  }
}

function weightsJson({ weights }: ServiceDefinition): object {
  return { Passing: weights.passing, Warning: weights.warning }
}

/** Consul adds these to every service whose address is a number. */
function taggedAddresses({ address, port }: ServiceDefinition): object {
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  if (family === undefined) return {}
  const tagged = { Address: address, Port: port }
  return { [`lan_${family}`]: tagged, [`wan_${family}`]: tagged }
}
