import { createServer, type IncomingMessage, type Server } from 'node:http'
import { codeOf, Failure } from '../runtime/failure.ts'
import { carriesToken, readJsonBody } from '../runtime/http-request.ts'
import { createRoutes, type ControlParts } from './routes.ts'

/** The launcher's own API, for the verbs of this user on this machine. */
export type Control = {
  readonly url: string
  close(): Promise<void>
}

/**
 * Listens on the loopback address; every request must carry `token`. A failure is answered as
 * `{message, exitCode}`.
 */
export async function createControl(
  options: ControlParts & { readonly token: string; readonly port: number }
): Promise<Control> {
  const { token, port } = options
  const routes = createRoutes(options)
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000 },
    (request, response) => {
      const answer = async (): Promise<Answer> => {
        refuseStrangers(request, token)
        const route = routes.find(
          each => each.method === request.method && each.path === request.url
        )
        if (route === undefined)
          return { status: 404, body: { message: 'there is no such command' } }
        return { status: 200, body: await route.handle(await readJsonBody(request)) }
      }
      answer()
        .catch(answerOf)
        .then(({ status, body }) => {
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end(JSON.stringify(body ?? {}))
        })
        .catch(() => response.destroy())
    }
  )
  const background = routes.map(each => each.close)
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const stop of background) stop?.()
      // The answer to `down` is on its way; idle connections must not hold us up.
      server.closeIdleConnections()
      await new Promise<void>(resolve => {
        setTimeout(() => server.closeAllConnections(), 200).unref()
        server.close(() => resolve())
      })
    }
  }
}

type Answer = { readonly status: number; readonly body: unknown }

/** A page in a browser must not reach it either: it knows no token, and its Host would be another. */
function refuseStrangers(request: IncomingMessage, token: string): void {
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
  if (!carriesToken(request, token) || !isLocal) throw new Failure('not allowed', { exitCode: 401 })
}

function answerOf(error: unknown): Answer {
  const isForeign = error instanceof Failure && error.exitCode === 401
  if (isForeign) return { status: 401, body: { message: error.message } }
  if (error instanceof Failure) {
    const { message, exitCode } = error
    return { status: 400, body: { message, exitCode } }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { status: 500, body: { message: codeOf(error) ?? message } }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1' }, () => resolve())
  })
}
