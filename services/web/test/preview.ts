import { renderHtml } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { readStyleSheet } from '../src/routes/style-sheet.ts'
import { pagesOf } from './fixtures.ts'

export type Preview = {
  readonly url: string
  /** The paths of all pages in one language. */
  readonly paths: (locale: Locale) => readonly string[]
  close(): Promise<void>
}

/**
 * The flags that let Chromium run in a container without a screen and without asking the network
 * for anything.
 */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** A browser of this machine, or nothing. */
export function findChromium(): string | undefined {
  const places = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser']
  return places.find(place => place !== undefined && place !== '' && existsSync(place))
}

/**
 * Serves every page in its states on a port of its own, under the shop's content security policy,
 * with its assets and with pictures that only hold their place. `picture` draws better ones.
 */
export async function startPreview(
  options: { readonly port?: number; readonly picture?: (id: string) => string } = {}
): Promise<Preview> {
  const { port = 0, picture = placeholder } = options
  const pages = new Map<string, string>()
  for (const locale of ['en', 'de'] as const) {
    for (const [name, page] of pagesOf(locale)) pages.set(`/${locale}/${name}`, renderHtml(page))
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://preview')
    const page = pages.get(pathname)
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy })
      response.end(body)
    }
    if (page !== undefined) return send('text/html; charset=utf-8', page)
    if (pathname.startsWith('/images/'))
      return send('image/svg+xml', picture(pathname.slice(8, -4)))
    const asset = assets[pathname]
    if (asset === undefined) return void response.writeHead(404).end()
    asset.read().then(
      body => send(asset.type, body),
      (error: Error) => response.writeHead(500).end(error.message)
    )
  })
  await listen(server, port)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the preview has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    paths: locale => [...pages.keys()].filter(path => path.startsWith(`/${locale}/`)),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const fontFile = '@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2'

type Asset = { readonly read: () => Promise<Buffer>; readonly type: string }

const assets: Readonly<Record<string, Asset>> = {
  '/assets/shop.css': { read: readStyleSheet, type: 'text/css; charset=utf-8' },
  '/assets/shop.js': { read: own('shop.js'), type: 'text/javascript; charset=utf-8' },
  '/assets/icon.svg': { read: own('icon.svg'), type: 'image/svg+xml' },
  '/assets/htmx.js': { read: packaged('htmx.org/dist/htmx.min.js'), type: 'text/javascript' },
  '/assets/fraunces.woff2': { read: packaged(fontFile), type: 'font/woff2' }
}

function own(name: string): Asset['read'] {
  return () => readFile(new URL(`../src/public/${name}`, import.meta.url))
}

function packaged(path: string): Asset['read'] {
  return () => readFile(fileURLToPath(import.meta.resolve(path)))
}

function placeholder(id: string): string {
  const hue = Buffer.from(id).reduce((sum, byte) => (sum * 31 + byte) % 360, 7)
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5">' +
    `<rect width="4" height="5" fill="oklch(0.82 0.06 ${hue})"/>` +
    `<circle cx="2" cy="2.5" r="1" fill="oklch(0.5 0.08 ${hue})"/></svg>`
  )
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

if (import.meta.main) {
  const { url, paths } = await startPreview({ port: Number(process.argv[2] ?? 8090) })
  for (const path of [...paths('en'), ...paths('de')]) process.stdout.write(`${url}${path}\n`)
}
