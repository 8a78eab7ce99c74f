import { Pool } from 'undici'

/** One shopper's way to the shop: keeps cookies, as a browser does. */
export type Browser = {
  get(path: string): Promise<Page>
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Page>
}

export type Page = {
  readonly status: number
  readonly html: string
  /** Where a redirect leads; a path. */
  readonly location: string | undefined
  /** By which traces and logs know it. */
  readonly correlationId: string | undefined
}

/** The connections that all shoppers share. */
export type Connections = {
  browser(): Browser
  close(): Promise<void>
}

const connectionsMax = 256
const timeoutMs = 15_000
const bytesMax = 2_000_000

/** `url` is the shop's address. */
export function createConnections(url: string): Connections {
  const pool = new Pool(url, {
    connections: connectionsMax,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs
  })
  return { browser: () => createBrowser(pool, new URL(url).origin), close: () => pool.destroy() }
}

function createBrowser(pool: Pool, origin: string): Browser {
  const cookies = new Map<string, string>()
  const send = async (call: {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly form?: Readonly<Record<string, string>>
  }): Promise<Page> => {
    const { method, path, form } = call
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await pool.request({
      method,
      path,
      body: form === undefined ? null : new URLSearchParams(form).toString(),
      headers: {
        accept: 'text/html',
        'user-agent': 'microzon-load',
        ...(cookie !== '' && { cookie }),
        ...(form !== undefined && { origin, 'content-type': 'application/x-www-form-urlencoded' })
      }
    })
    keepCookies(cookies, answer.headers['set-cookie'])
    const { location, 'x-correlation-id': correlationId } = answer.headers
    return {
      status: answer.statusCode,
      html: await readText(answer.body),
      location: typeof location === 'string' ? pathOf(location, origin) : undefined,
      correlationId: typeof correlationId === 'string' ? correlationId.slice(0, 64) : undefined
    }
  }
  return {
    get: path => send({ method: 'GET', path }),
    post: (path, form) => send({ method: 'POST', path, form })
  }
}

function keepCookies(cookies: Map<string, string>, header: string | string[] | undefined): void {
  for (const line of header === undefined ? [] : [header].flat()) {
    const [, name, value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
    if (name === undefined) continue
    if (value === '' || /;\s*max-age=0\b/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error(`a page has more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A shop sends nobody elsewhere. */
function pathOf(location: string, origin: string): string | undefined {
  if (!URL.canParse(location, origin)) return undefined
  const url = new URL(location, origin)
  return url.origin === origin ? `${url.pathname}${url.search}` : undefined
}
