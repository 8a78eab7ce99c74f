import { parse, type HTMLElement } from 'node-html-parser'
import { errors, Pool } from 'undici'

/** A page as a shopper got it, after redirects. */
export type Page = {
  readonly status: number
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  readonly document: HTMLElement
  /** The correlation ids of the answers that led here; the last one is its own. */
  readonly trail: readonly string[]
}

/** Form fields as a browser would send them; a value that is not set leaves the form's own. */
export type Fields = Readonly<Record<string, string>>

/** Somebody who uses the shop without JavaScript: follows links, fills forms, keeps cookies. */
export type Shopper = {
  get(
    path: string,
    options?: { readonly headers?: Fields; readonly follow?: boolean }
  ): Promise<Page>
  /** Sends the first form of a page whose action begins so, with its own fields and these. */
  submit(page: Page, action: string, fields?: Fields): Promise<Page>
  /** Sends fields as they are. */
  post(path: string, fields: Fields): Promise<Page>
  cookies(): ReadonlyMap<string, string>
  /** The same browser once more: a copied cookie. */
  clone(): Shopper
  close(): Promise<void>
}

const redirectsMax = 5
const requestMs = 20_000

export function createShopper(shopUrl: string, cookies = new Map<string, string>()): Shopper {
  const pool = new Pool(shopUrl, { connections: 4, headersTimeout: requestMs })
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    { body, headers = {}, follow = true }: Sending
  ): Promise<Page> => {
    let [at, verb, form] = [path, method, body]
    const trail: string[] = []
    for (let redirects = 0; ; redirects++) {
      const answer = await asBrowsersDo(verb, () =>
        pool.request({
          method: verb,
          path: at,
          headers: { ...headersOf(cookies, form), ...headers },
          body: form ?? null
        })
      )
      const text = await answer.body.text()
      keepCookies(cookies, answer.headers['set-cookie'])
      const location = answer.headers.location
      trail.push(String(answer.headers['x-correlation-id']))
      if (!follow || typeof location !== 'string' || redirects >= redirectsMax) {
        return pageOf({ status: answer.statusCode, path: at, headers: answer.headers, text, trail })
      }
      ;[at, verb, form] = [
        new URL(location, new URL(at, shopUrl)).href.slice(shopUrl.length),
        'GET',
        undefined
      ]
    }
  }
  return {
    get: (path, options = {}) => send('GET', path, options),
    post: (path, fields) => send('POST', path, { body: new URLSearchParams(fields).toString() }),
    submit(page, action, fields = {}) {
      const form = formOf(page, action)
      const body = new URLSearchParams({ ...fieldsOf(form), ...fields }).toString()
      return send('POST', form.getAttribute('action') ?? page.path, { body })
    },
    cookies: () => cookies,
    clone: () => createShopper(shopUrl, new Map(cookies)),
    close: () => pool.close()
  }
}

/**
 * A server may close a connection that is kept alive at any moment, also the one in which the next request
 * is on its way; a browser then asks for a page once more (RFC 9112, section 9.3.1).
 */
async function asBrowsersDo<Answer>(verb: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    const isClosed = error instanceof errors.SocketError && error.socket?.bytesRead !== 0
    if (verb === 'GET' && isClosed) return ask()
    throw error
  }
}

type Sending = {
  readonly body?: string | undefined
  readonly headers?: Fields
  readonly follow?: boolean
}

function headersOf(cookies: ReadonlyMap<string, string>, form: string | undefined): Fields {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    accept: 'text/html',
    'accept-language': 'en',
    ...(cookie && { cookie }),
    ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' })
  }
}

function keepCookies(
  cookies: Map<string, string>,
  header: string | readonly string[] | undefined
): void {
  for (const line of [header ?? []].flat()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name === undefined || value === undefined) continue
    if (/max-age=0/i.test(line) || value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}

function pageOf(answer: {
  readonly status: number
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly trail: readonly string[]
}): Page {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, value?.toString()])
  )
  return { ...answer, headers, document: parse(answer.text) }
}

function formOf({ document, path }: Page, action: string): HTMLElement {
  const forms = document.querySelectorAll('form')
  const form = forms.find(candidate => candidate.getAttribute('action')?.startsWith(action))
  if (form === undefined) throw new Error(`${path} has no form for ${action}`)
  return form
}

/** What a browser sends of an untouched form: named fields, checked boxes, the chosen or first option. */
function fieldsOf(form: HTMLElement): Fields {
  const fields: Record<string, string> = {}
  for (const input of form.querySelectorAll('input, textarea')) {
    const [name, type] = [input.getAttribute('name'), input.getAttribute('type')]
    const isOff = (type === 'radio' || type === 'checkbox') && !input.hasAttribute('checked')
    if (!name || isOff || input.hasAttribute('disabled')) continue
    fields[name] = input.getAttribute('value') ?? input.text
  }
  for (const select of form.querySelectorAll('select')) {
    const options = select.querySelectorAll('option')
    const chosen = options.find(option => option.hasAttribute('selected')) ?? options[0]
    const name = select.getAttribute('name')
    if (name && chosen) fields[name] = chosen.getAttribute('value') ?? chosen.text
  }
  return fields
}
