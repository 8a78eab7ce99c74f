// A container that runs once at each start: gives every service its own rights in Consul.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { runCommand } from '../cli/main.ts'
import { createConsulAcl } from './consul-api.ts'
import { rulesFor } from './consul-rules.ts'

const { CONSUL_HTTP_ADDR = 'http://consul:8500', SECRETS_DIR = '/secrets' } = process.env

await runCommand(async () => {
  const read = (name: string): string => readFileSync(join(SECRETS_DIR, name), 'utf8').trim()
  const tokens = JSON.parse(read('tokens.json')) as Readonly<Record<string, string>>
  const acl = createConsulAcl({ url: CONSUL_HTTP_ADDR, token: read('management-token') })
  await acl.awaitLeader()
  for (const [name, secret] of Object.entries(tokens)) {
    await acl.keepPolicy(name, rulesFor(name))
    await acl.keepToken(name, secret)
  }
  process.stdout.write(`${Object.keys(tokens).length} policies and tokens are in place\n`)
  return 0
})
