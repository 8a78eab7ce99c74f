import type { FastifyInstance } from 'fastify'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/**
 * Bodies reach the routes as text, unpacked if they were gzipped, at most 20 MB of it. Only JSON
 * and NDJSON are taken: a page of another site cannot send those to this machine without asking
 * first.
 */
export function registerBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson'],
    { parseAs: 'buffer' },
    async (request: { readonly headers: Readonly<Record<string, unknown>> }, body: Buffer) => {
      const encoding = request.headers['content-encoding'] ?? 'identity'
      if (encoding === 'identity') return body.toString('utf8')
      if (encoding !== 'gzip') throw new BodyError(415, 'only gzip is understood')
      return (await unpack(body)).toString('utf8')
    }
  )
}

class BodyError extends Error {
  readonly statusCode: number
  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BodyError'
    this.statusCode = statusCode
  }
}

async function unpack(body: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: unpackedMax })
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    if (isTooLarge) throw new BodyError(413, 'the unpacked body is too large', { cause })
    throw new BodyError(400, 'the body is not gzip', { cause })
  }
}

const unpackedMax = 20_000_000
