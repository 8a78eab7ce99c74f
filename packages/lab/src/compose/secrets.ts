import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programs, type Need } from '../runtime/programs.ts'
import { keepFile, loadSecrets, type Secrets } from '../runtime/secrets.ts'

// The edge has no container: its place is HAProxy's.
const inContainers = programs.filter(
  ({ kind, needs }) => kind === 'service' || (kind === 'backing' && needs.includes('database'))
)

/** Those that register in Consul, each with a token of its own. */
export const registered = inContainers
  .filter(({ needs }) => needs.includes('registry'))
  .map(({ service }) => service)

/** Whose data are in MongoDB; everyone else's are in MySQL, in a database and as a user of its own. */
const inMongo = 'product'
const mysqlServices = inContainers
  .filter(({ service, needs }) => needs.includes('database') && service !== inMongo)
  .map(({ service }) => service)

/** Who reads Consul without being in it. */
const readers = ['balancer', 'endpoints', 'seed', 'dns']

/**
 * Makes what is missing among the secrets in `folder/master` and gives each container a folder with
 * those that it needs, and no other. What was made once is kept, so it may run at every start.
 */
export function writeSecrets(folder: string): void {
  const master = join(folder, 'master')
  mkdirSync(master, { recursive: true })
  const secrets = loadSecrets(master)
  const { staffToken, demoPassword } = secrets
  const keep = (name: string, make: () => string): string => keepFile(join(master, name), make)
  const password = (name: string): string => keep(`${name}-password`, makePassword)
  const consul = consulSecrets(keep)
  const give = (container: string, given: Readonly<Record<string, string>>): void =>
    writeFolder(join(folder, container), given)

  for (const { service, needs } of inContainers) {
    const given = needs.map(need => {
      if (need === 'database') return { 'database-url': databaseUrl(service, password(service)) }
      if (need === 'registry') return { 'consul-token': consul.tokens[service] ?? '' }
      return filesOf(need, secrets)
    })
    give(service, Object.assign({}, ...given) as Readonly<Record<string, string>>)
  }
  give('mysql', { 'root-password': password('mysql-root'), 'init.sql': mysqlScript(password) })
  give('mongo', {
    'root-password': password('mongo-root'),
    'init.js': mongoScript(password(inMongo))
  })
  give('consul', { 'agent.json': consul.agentConfig })
  give('consul-acl', {
    'management-token': consul.management,
    'tokens.json': JSON.stringify(consul.tokens)
  })
  give('balancer', { 'consul-token': consul.tokens['balancer'] ?? '' })
  give('endpoints', { 'consul-token': consul.tokens['endpoints'] ?? '' })
  give('seed', {
    ...filesOf('tokens', secrets),
    'consul-token': consul.tokens['seed'] ?? '',
    'staff-token': staffToken,
    'demo-password': demoPassword
  })
}

/** What a program is given that needs it, by the name of its file. */
function filesOf(need: Need, { files }: Secrets): Readonly<Record<string, string>> {
  const read = (file: string): string => readFileSync(file, 'utf8')
  switch (need) {
    case 'tokens':
      return {
        'service-secret': read(files.serviceSecret),
        'customer-public-key': read(files.customerPublicKey)
      }
    case 'customer-key':
      return { 'customer-private-key': read(files.customerPrivateKey) }
    case 'session':
      return { 'session-secret': read(files.sessionSecret) }
    case 'provider-key':
      return { 'provider-api-key': read(files.providerApiKey) }
    default:
      return {}
  }
}

function databaseUrl(service: string, password: string): string {
  return service === inMongo
    ? `mongodb://${service}:${password}@mongo:27017/${service}?authSource=${service}`
    : `mysql://${service}:${password}@mysql:3306/${service}`
}

type ConsulSecrets = {
  readonly management: string
  /** By whom they are for. */
  readonly tokens: Readonly<Record<string, string>>
  readonly agentConfig: string
}

function consulSecrets(keep: (name: string, make: () => string) => string): ConsulSecrets {
  const token = (name: string): string => keep(`consul-token-${name}`, randomUUID)
  const names = [...registered, ...readers, 'agent']
  const tokens = Object.fromEntries(names.map(name => [name, token(name)]))
  const management = token('management')
  const agentConfig = JSON.stringify({
    encrypt: keep('consul-gossip-key', () => randomBytes(32).toString('base64')),
    acl: {
      tokens: {
        initial_management: management,
        agent: tokens['agent'],
        // With which DNS is answered, and nothing but that.
        dns: tokens['dns']
      }
    }
  })
  return { management, tokens, agentConfig }
}

/** One user for each database, who may do there what its service and its migrations do. */
function mysqlScript(password: (name: string) => string): string {
  return mysqlServices
    .map(
      name => `create database \`${name}\` character set utf8mb4 collate utf8mb4_bin;
create user '${name}'@'%' identified by '${password(name)}';
grant select, insert, update, delete, create, alter, drop, index, references
  on \`${name}\`.* to '${name}'@'%';
`
    )
    .join('')
}

/** `dbAdmin` is for the validators of collections, which `readWrite` may not change. */
function mongoScript(password: string): string {
  return `db.getSiblingDB('product').createUser({
  user: 'product',
  pwd: '${password}',
  roles: [
    { role: 'readWrite', db: 'product' },
    { role: 'dbAdmin', db: 'product' }
  ]
})
`
}

/** Goes into addresses and statements as it is. */
function makePassword(): string {
  return randomBytes(24).toString('base64url')
}

/** Readable by whoever has the folder, which only the container that it is for has. */
function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    writeFileSync(file, `${text.trim()}\n`)
    chmodSync(file, 0o444)
  }
}
