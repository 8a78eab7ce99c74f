import { registered } from './secrets.ts'

const finds = `service_prefix "" { policy = "read" }
node_prefix "" { policy = "read" }`

/** What the holder of a token may do, in the language of Consul's policies: the least that works. */
export function rulesFor(name: string): string {
  // An agent writes its own node, and the services of its neighbours in nobody's name.
  if (name === 'agent')
    return `node_prefix "" { policy = "write" }\nservice_prefix "" { policy = "read" }`
  if (name === 'balancer')
    return `service "web" { policy = "read" }\nnode_prefix "" { policy = "read" }`
  return registered.includes(name) ? `service "${name}" { policy = "write" }\n${finds}` : finds
}
