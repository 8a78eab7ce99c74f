import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { createReader } from '@microzon/shared/config'
import { homeOf } from '../cli/home.ts'
import { Failure } from '../runtime/failure.ts'
import { findService } from './consul.ts'

export type Target = { readonly url: string; readonly staffToken: string }

type Environment = Readonly<Record<string, string | undefined>>

export type TargetOptions = {
  /** The checkout. */
  readonly root: string
  readonly url: string | undefined
  /** The lab's folder, if it is not the usual one. */
  readonly data: string | undefined
  readonly env: Environment
}

const statusSchema = Type.Object({
  instances: Type.Array(
    Type.Object({
      service: Type.String(),
      host: Type.String(),
      port: Type.Integer(),
      state: Type.String()
    })
  )
})
const askMs = 10_000
const notRunning =
  'The shop is not running: start it with npm start, or name the service with --url.'

/**
 * Where the product service is and what opens it: as told, else from the Consul that is named, else from the
 * running lab. Throws a `Failure` with exit code 2.
 */
export async function findTarget({ root, url, data, env }: TargetOptions): Promise<Target> {
  const home = homeOf(data, env)
  const staffToken = createReader(env).optionalSecret('STAFF_TOKEN') ?? readToken(home)
  const consul = env['CONSUL_HTTP_ADDR']
  if (url !== undefined) return { url, staffToken }
  if (!consul) return { url: await askLab(root, home), staffToken }
  const token = createReader(env).optionalSecret('CONSUL_HTTP_TOKEN')
  return { url: await found(() => findService('product', { url: consul, token })), staffToken }
}

function readToken(home: string): string {
  const file = join(home, 'secrets', 'staff-token')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const message = `There is no staff token: set STAFF_TOKEN, or start the shop, which keeps it in ${file}.`
    throw new Failure(message, { exitCode: 2, cause: error })
  }
}

async function askLab(root: string, home: string): Promise<string> {
  const lab = join(root, 'packages', 'lab', 'src', 'lab.ts')
  const ask = async (): Promise<unknown> => {
    const run = promisify(execFile)
    const argv = [lab, 'status', '--json', '--data', home]
    const { stdout } = await run(process.execPath, argv, { timeout: askMs })
    return JSON.parse(stdout)
  }
  const { instances } = checked(statusSchema, await found(ask))
  const product = instances.find(({ service, state }) => service === 'product' && state === 'ready')
  if (product === undefined) throw new Failure(notRunning, { exitCode: 2 })
  return `http://${product.host}:${product.port}`
}

async function found<Found>(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask()
  } catch (error) {
    throw new Failure(notRunning, { exitCode: 2, cause: error })
  }
}

function checked<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body
  throw new Failure(notRunning, { exitCode: 2 })
}
