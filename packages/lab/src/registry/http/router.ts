import { HttpError } from './http-error.ts'

export type ApiRequest = {
  readonly method: string
  /** Decoded. */
  readonly path: string
  /** What comes after the path of the route. */
  readonly rest: string
  readonly query: URLSearchParams
  /** Reads the body; throws a `HttpError` 413 when it is larger. */
  readonly body: (bytesMax: number) => Promise<Buffer>
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
}

export type ApiReply = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export type Handler = (request: ApiRequest) => ApiReply | Promise<ApiReply>

export type Route = {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** One that ends in a slash takes everything below it, but for the root. */
  readonly path: string
  readonly handle: Handler
}

export type Router = (
  path: string,
  method: string
) => Pick<Route, 'handle'> & { readonly rest: string }

/** Finds the route with the longest path; throws a `HttpError` 404 or 405 in Consul's words. */
export function createRouter(routes: readonly Route[]): Router {
  const sorted = routes.toSorted((a, b) => b.path.length - a.path.length)
  return (path, method) => {
    const longest = sorted.find(route => matches(route.path, path))?.path
    if (longest === undefined) throw new HttpError(404, notFound(path))
    const found = sorted.filter(route => route.path === longest)
    const allow = ['OPTIONS', ...found.map(route => route.method)].join(',')
    const rest = path.slice(longest.length)
    if (method === 'OPTIONS') return { handle: () => ({ headers: { allow } }), rest }
    const handle = found.find(route => route.method === method)?.handle
    if (handle === undefined) throw new HttpError(405, `method ${method} not allowed`, { allow })
    return { handle, rest }
  }
}

/**
 * What comes after the route's path; throws a `HttpError` 400 that says `what` is missing when that
 * is nothing.
 */
export function requireRest({ rest }: ApiRequest, what: string): string {
  if (rest === '') throw new HttpError(400, `Missing ${what}`)
  return rest
}

function matches(route: string, path: string): boolean {
  return route.endsWith('/') && route !== '/' ? path.startsWith(route) : path === route
}

function notFound(path: string): string {
  return path.includes('/v1/')
    ? 'Invalid URL path: not a recognized HTTP API endpoint\n'
    : "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n"
}
