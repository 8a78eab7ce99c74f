import { parse, type HTMLElement } from 'node-html-parser'
import type { FakeShop } from './fake-shop.ts'

export type Shown = {
  readonly status: number
  readonly location: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly document: HTMLElement
}

/** A browser without script that keeps cookies, in front of an app without a port. */
export type Browser = {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Shown>
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Shown>
  /** A good token for a form. */
  csrf(): Promise<string>
  readonly cookies: Map<string, string>
}

export function createBrowser({ app }: FakeShop, cookies = new Map<string, string>()): Browser {
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    { payload, headers = {} }: { readonly payload?: string; readonly headers?: object }
  ): Promise<Shown> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.inject({
      method,
      url,
      headers: {
        cookie,
        'accept-language': 'en',
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers
      },
      ...(payload !== undefined && { payload })
    })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return {
      status: answer.statusCode,
      location: answer.headers.location,
      headers: answer.headers,
      text: answer.body,
      document: parse(answer.body)
    }
  }
  const get: Browser['get'] = (path, headers) => send('GET', path, headers ? { headers } : {})
  return {
    cookies,
    get,
    post: (path, fields) => send('POST', path, { payload: new URLSearchParams(fields).toString() }),
    async csrf() {
      const page = await get('/shop/product/tea')
      return page.document.querySelector('input[name="_csrf"]')?.getAttribute('value') ?? ''
    }
  }
}
