import { execFile } from 'node:child_process'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RunningShop } from '../shop.ts'
import type { Bench } from './bench.ts'

/** So much of everything that nothing runs out while it is measured. */
export async function fillShelves(bench: Bench, { home, addressOf }: RunningShop): Promise<void> {
  const { checkout, folder } = bench
  const sources = await Array.fromAsync(glob(join(checkout, 'services/product/catalogue/*.ndjson')))
  const lines = await Promise.all(sources.map(file => readFile(file, 'utf8')))
  const file = join(folder, 'full-shelves.ndjson')
  await writeFile(file, lines.join('').replaceAll(/"stock":\d+/g, '"stock":1000000'))
  const program = join(checkout, 'packages/lab/src/populate.ts')
  const token = (await readFile(join(home, 'secrets', 'staff-token'), 'utf8')).trim()
  const words = [program, file, '--stock', '--url', await addressOf('product-1')]
  const env = { ...process.env, STAFF_TOKEN: token }
  await promisify(execFile)(process.execPath, words, { cwd: checkout, env, timeout: 60_000 })
}
