import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFile, loadSecrets } from '../runtime/secrets.ts'

/** Every service that keeps its data in MySQL, in a database and as a user of its own. */
const mysqlServices = ['customer', 'cart', 'billing', 'payment', 'provider']

/** Those that register in Consul, each with a token of its own. */
export const registered = ['web', 'customer', 'product', 'cart', 'billing', 'payment']

/** Who reads Consul without being in it. */
const readers = ['balancer', 'seed', 'dns']

/**
 * Makes what is missing among the secrets in `folder/master` and gives each container a folder with
 * those that it needs, and no other. What was made once is kept, so it may run at every start.
 */
export function writeSecrets(folder: string): void {
  const master = join(folder, 'master')
  mkdirSync(master, { recursive: true })
  const { files, staffToken, demoPassword } = loadSecrets(master)
  const keep = (name: string, make: () => string): string => keepFile(join(master, name), make)
  const password = (name: string): string => keep(`${name}-password`, makePassword)
  const consul = consulSecrets(keep)
  const give = (container: string, given: Readonly<Record<string, string>>): void =>
    writeFolder(join(folder, container), given)

  const tokens = {
    'service-secret': readFileSync(files.serviceSecret, 'utf8'),
    'customer-public-key': readFileSync(files.customerPublicKey, 'utf8')
  }
  const sessionSecret = readFileSync(files.sessionSecret, 'utf8')
  const apiKey = { 'provider-api-key': readFileSync(files.providerApiKey, 'utf8') }
  const ofService = (name: string): Readonly<Record<string, string>> => ({
    ...tokens,
    'consul-token': consul.tokens[name] ?? ''
  })
  const inMysql = (name: string): Readonly<Record<string, string>> => ({
    'database-url': `mysql://${name}:${password(name)}@mysql:3306/${name}`
  })
  give('web', { ...ofService('web'), 'session-secret': sessionSecret })
  give('customer', {
    ...ofService('customer'),
    ...inMysql('customer'),
    'customer-private-key': readFileSync(files.customerPrivateKey, 'utf8')
  })
  give('product', {
    ...ofService('product'),
    'database-url': `mongodb://product:${password('product')}@mongo:27017/product?authSource=product`
  })
  give('cart', { ...ofService('cart'), ...inMysql('cart') })
  give('billing', { ...ofService('billing'), ...inMysql('billing') })
  give('payment', { ...ofService('payment'), ...inMysql('payment'), ...apiKey })
  give('provider', { ...inMysql('provider'), ...apiKey })
  give('mysql', { 'root-password': password('mysql-root'), 'init.sql': mysqlScript(password) })
  give('mongo', {
    'root-password': password('mongo-root'),
    'init.js': mongoScript(password('product'))
  })
  give('consul', { 'agent.json': consul.agentConfig })
  give('consul-acl', {
    'management-token': consul.management,
    'tokens.json': JSON.stringify(consul.tokens)
  })
  give('balancer', { 'consul-token': consul.tokens['balancer'] ?? '' })
  give('seed', {
    ...tokens,
    'consul-token': consul.tokens['seed'] ?? '',
    'staff-token': staffToken,
    'demo-password': demoPassword
  })
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
