import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { readStyleSheet } from './style-sheet.ts'

type Asset = {
  readonly type: string
  readonly plain: Buffer
  /** Nothing for what is compressed already. */
  readonly brotli: Buffer | undefined
  readonly etag: string
}

const params = Type.Object({ file: Type.String({ maxLength: 100 }) })

/** Style, script and font of the pages: few and small, read once, kept in memory, compressed once. */
export async function assetRoutes(app: Service): Promise<void> {
  const assets = await loadAssets()
  app.get('/assets/:file', { schema: { params } }, (request, reply) => {
    const asset = assets.get(request.params.file)
    if (asset === undefined) return reply.callNotFound()
    reply.header('etag', asset.etag).header('vary', 'Accept-Encoding')
    reply.header('cache-control', 'public, max-age=3600, stale-while-revalidate=86400')
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
    reply.type(asset.type)
    const isBrotli = asset.brotli && /\bbr\b/.test(String(request.headers['accept-encoding']))
    return isBrotli
      ? reply.header('content-encoding', 'br').send(asset.brotli)
      : reply.send(asset.plain)
  })
}

async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const files = [
    { name: 'shop.css', type: 'text/css; charset=utf-8', from: await readStyleSheet() },
    { name: 'shop.js', type: 'text/javascript; charset=utf-8', from: await own('shop.js') },
    {
      name: 'htmx.js',
      type: 'text/javascript; charset=utf-8',
      from: await packaged('htmx.org/dist/htmx.min.js')
    },
    { name: 'fraunces.woff2', type: 'font/woff2', from: await packaged(fontFile) },
    { name: 'icon.svg', type: 'image/svg+xml', from: await own('icon.svg') }
  ]
  return new Map(files.map(({ name, type, from }) => [name, assetOf(type, from)]))
}

const fontFile = '@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2'

function assetOf(type: string, plain: Buffer): Asset {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  const isText = !type.startsWith('font/')
  return { type, plain, etag, brotli: isText ? brotliCompressSync(plain) : undefined }
}

function own(name: string): Promise<Buffer> {
  return readFile(new URL(`../public/${name}`, import.meta.url))
}

function packaged(path: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(path)))
}
