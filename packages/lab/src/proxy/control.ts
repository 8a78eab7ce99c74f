import { createServer, type IncomingMessage, type Server } from 'node:http'
import { carriesToken, readJsonBody } from '../runtime/http-request.ts'
import { readFault } from './fault.ts'
import type { Ways } from './ways.ts'

/**
 * The proxy's own API, for the launcher. `GET /ways` tells all; `POST /ways {name, host, port,
 * listen}` opens one; `POST /faults {name, fault}` says what is wrong with it; `POST /ways/remove
 * {name}` ends it. Every request carries the lab's control token. A mistake is answered 400
 * `{message}`.
 */
export function createProxyControl(ways: Ways, token: string): Server {
  return createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    answer(ways, token, request)
      .catch((error: unknown) => ({ status: 400, body: { message: String(error) } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      })
      .catch(() => response.destroy())
  })
}

type Answer = { readonly status: number; readonly body: unknown }

async function answer(ways: Ways, token: string, request: IncomingMessage): Promise<Answer> {
  if (!carriesToken(request, token)) return { status: 401, body: { message: 'not allowed' } }
  const command = `${request.method} ${request.url}`
  if (command === 'GET /ways') return { status: 200, body: ways.views() }
  const fields = fieldsOf(await readJsonBody(request))
  const name = nameIn(fields)
  switch (command) {
    case 'POST /ways': {
      const target = { host: '127.0.0.1', port: portIn(fields, 'port') }
      return {
        status: 200,
        body: await ways.open(name, { target, port: portIn(fields, 'listen') })
      }
    }
    case 'POST /ways/remove':
      await ways.remove(name)
      return { status: 200, body: {} }
    case 'POST /faults':
      return { status: 200, body: ways.setFault(name, readFault(fields['fault'])) }
    default:
      return { status: 404, body: { message: 'there is no such command' } }
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(body: unknown): Fields {
  if (typeof body === 'object' && body !== null) return body as Fields
  throw new RangeError('the command needs a body')
}

function nameIn(fields: Fields): string {
  const { name } = fields
  if (typeof name === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(name)) return name
  throw new RangeError('a way needs a name')
}

function portIn(fields: Fields, field: string): number {
  const port = fields[field]
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535
  if (isPort) return port
  throw new RangeError(`${field} must be a port`)
}
