// A container that runs once at each start: fills the catalogue and makes the demo customer, if
// that has not been done, and says where everything is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../cli/home.ts'
import { runCommand } from '../cli/main.ts'
import { demoEmail } from '../launch/demo.ts'
import { seedCatalogue } from '../launch/seed-catalogue.ts'
import { seedCustomer } from '../launch/seed-customer.ts'
import { findService } from '../populate/consul.ts'

const {
  CONSUL_HTTP_ADDR = 'http://consul:8500',
  SECRETS_DIR = '/secrets',
  SEED_DIR = '/seed',
  PUBLIC_URL = 'http://localhost:8080'
} = process.env

await runCommand(async () => {
  const read = (name: string): string => readFileSync(join(SECRETS_DIR, name), 'utf8').trim()
  const consul = { url: CONSUL_HTTP_ADDR, token: read('consul-token') }
  const password = read('demo-password')
  const { signal } = new AbortController()
  const onProgress = (line: string): void => void process.stdout.write(`${line}\n`)
  await once('product', async () => {
    const url = await findService('product', consul)
    await seedCatalogue({ root, url, staffToken: read('staff-token'), signal, onProgress })
  })
  await once('customer', async () => {
    const url = await findService('customer', consul)
    await seedCustomer({ url, serviceSecret: read('service-secret'), password, signal })
  })
  onProgress(`The shop is at ${PUBLIC_URL}; log in as ${demoEmail} with ${password}`)
  return 0
})

async function once(what: string, work: () => Promise<void>): Promise<void> {
  const mark = join(SEED_DIR, `seeded-${what}`)
  if (existsSync(mark)) return
  await work()
  writeFileSync(mark, `${new Date().toISOString()}\n`)
}
