import type { Environment } from './environment.ts'
import { Failure } from './failure.ts'
import type { Program } from './programs.ts'

/** Database servers that the user brings himself, instead of SQLite's files. */
export type OwnStores = {
  readonly mysqlUrl: string | undefined
  readonly mongoUrl: string | undefined
}

/** Drivers try no longer than we wait: what nobody waits for would keep the process alive. */
const openMs = 5_000

/** Reads `MYSQL_URL` and `MONGO_URL`. Throws a `Failure` when one is no address of such a server. */
export function readOwnStores(env: Environment): OwnStores {
  return {
    mysqlUrl: urlOf(env, 'MYSQL_URL', {
      schemes: /^mysql:$/,
      example: 'mysql://root@127.0.0.1:3306'
    }),
    mongoUrl: urlOf(env, 'MONGO_URL', {
      schemes: /^mongodb(\+srv)?:$/,
      example: 'mongodb://127.0.0.1:27017'
    })
  }
}

/**
 * The database of a service on the user's server, or nothing where he brings none. Its name holds the
 * lab's id, so that several labs share a server and a lab that forgot its data begins anew.
 */
export function ownDatabaseUrl(
  service: string,
  { stores, labId }: { readonly stores: OwnStores; readonly labId: string }
): string | undefined {
  // The product service keeps documents, the others rows.
  const server = service === 'product' ? stores.mongoUrl : stores.mysqlUrl
  if (server === undefined) return undefined
  const url = new URL(server)
  url.pathname = `/microzon_${labId.replaceAll(/\W/g, '')}_${service}`
  return url.href
}

/** Makes the databases of these programs. Throws a `Failure` when a server does not let us. */
export async function prepareOwnStores(
  programs: readonly Program[],
  { stores, labId }: { readonly stores: OwnStores; readonly labId: string }
): Promise<void> {
  const urls = programs
    .filter(({ needs }) => needs.includes('database'))
    .flatMap(({ service }) => ownDatabaseUrl(service, { stores, labId }) ?? [])
  await Promise.all(urls.map(url => (url.startsWith('mysql:') ? makeMysql(url) : askMongo(url))))
}

/** An address without what opens it, to be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown.href.replace(/\/+$/, '')
}

async function makeMysql(url: string): Promise<void> {
  // Drivers are large, and the usual lab needs none.
  const { createDatabase } = await import('@microzon/shared/store')
  await within(createDatabase(url, { connectMs: openMs })).catch(refuse('MYSQL_URL', url))
}

async function askMongo(url: string): Promise<void> {
  const { openMongo } = await import('@microzon/shared/mongo')
  const ask = async (): Promise<void> => {
    const mongo = await openMongo({ url, limits: { connectMs: openMs } })
    await mongo.close()
  }
  await within(ask()).catch(refuse('MONGO_URL', url))
}

function within(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${openMs / 1_000} s`)), openMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function refuse(name: string, url: string): (cause: unknown) => never {
  return cause => {
    const { host } = new URL(url)
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Failure(
      `${name} is set, but ${host} cannot be used (${why}): start it, ` +
        `or unset ${name} to use SQLite's files.`,
      { cause }
    )
  }
}

function urlOf(
  env: Environment,
  name: string,
  { schemes, example }: { readonly schemes: RegExp; readonly example: string }
): string | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  if (URL.canParse(text) && schemes.test(new URL(text).protocol) && new URL(text).host !== '')
    return text
  // Not the value, which may hold a password.
  throw new Failure(
    `${name} is no address of a server: set it to one such as ${example}, or unset it.`
  )
}
