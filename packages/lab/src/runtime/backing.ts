import { Failure } from './failure.ts'
import { httpCall } from './http-call.ts'
import type { Environment } from './environment.ts'
import type { Program } from './programs.ts'

/**
 * Backing services that the user brings himself, by the variables that their own tools use. No
 * slash at the end.
 */
export type OwnBacking = {
  readonly consulUrl: string | undefined
  readonly zipkinUrl: string | undefined
}

const timeoutMs = 3_000

/** Reads `CONSUL_HTTP_ADDR` and `ZIPKIN_URL` and asks both. Throws a `Failure` when one does not answer. */
export async function findOwnBacking(env: Environment): Promise<OwnBacking> {
  const consulUrl = urlOf('CONSUL_HTTP_ADDR', { env, port: 8500 })
  const zipkinUrl = urlOf('ZIPKIN_URL', { env, port: 9411 })
  await Promise.all([
    ask('CONSUL_HTTP_ADDR', consulUrl, '/v1/status/leader'),
    ask('ZIPKIN_URL', zipkinUrl, '/api/v2/services')
  ])
  return { consulUrl, zipkinUrl }
}

/**
 * The programs to start: not the registry, where the user brings one. Telemetry stays, since it
 * keeps the logs.
 */
export function withoutOwn(
  programs: readonly Program[],
  { consulUrl }: OwnBacking
): readonly Program[] {
  return consulUrl === undefined
    ? programs
    : programs.filter(({ service }) => service !== 'registry')
}

/** Consul's own tools take an address without a scheme. */
function urlOf(
  name: string,
  { env, port }: { readonly env: Environment; readonly port: number }
): string | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const url = /^https?:\/\//.test(text) ? text : `http://${text}`
  if (URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new Failure(
    `${name} is no address: set it to one such as http://127.0.0.1:${port}, or unset it.`
  )
}

async function ask(name: string, url: string | undefined, path: string): Promise<void> {
  if (url === undefined) return
  const status = await httpCall({ url: `${url}${path}`, timeoutMs }).then(
    answer => answer.status,
    () => 0
  )
  if (status === 200) return
  const what = status === 0 ? 'does not answer' : `answers ${status} to ${path}`
  throw new Failure(
    `${name} is set, but nothing that fits is there (${new URL(url).host} ${what}): start it, ` +
      `or unset ${name} to use ` +
      'the embedded one.'
  )
}
