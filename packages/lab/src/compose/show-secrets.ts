// docker compose run --rm secrets packages/lab/src/compose/show-secrets.ts: what a person needs to
// know of the secrets. It only reads, and only the container of the secrets can.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { demoEmail } from '../launch/demo.ts'

const folder = '/secrets/master'
const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim()

const shown = {
  demoEmail,
  demoPassword: read('demo-password'),
  staffToken: read('staff-token'),
  consulToken: read('consul-token-management'),
  mysqlRootPassword: read('mysql-root-password'),
  mongoRootPassword: read('mongo-root-password')
}

const lines = Object.entries(shown).map(([name, value]) => `${name.padEnd(18)} ${value}`)
const text = process.argv.includes('--json') ? JSON.stringify(shown) : lines.join('\n')
process.stdout.write(`${text}\n`)
