import { get } from 'node:http'
import { parse } from 'node-html-parser'

/** What a browser with an empty cache loads for one page, its pictures left out. */
export type Weight = {
  /** Heads and bodies of the answers, packed as they are sent. */
  readonly bytes: number
  readonly requests: number
  /** Those of them that go to another host. */
  readonly foreign: number
}

const requestsMax = 50
const timeoutMs = 10_000

/**
 * Loads a page and what it needs: style sheets, scripts, fonts, the icon. Throws when one of them is not
 * there.
 */
export async function weigh(shop: string, path: string, cookie: string): Promise<Weight> {
  const page = new URL(path, shop)
  const addresses = new Set([page.href])
  let bytes = 0
  // Grows while it is walked through: a style sheet needs fonts.
  for (const address of addresses) {
    if (addresses.size > requestsMax)
      throw new Error(`${path} needs more than ${requestsMax} requests`)
    if (new URL(address).origin !== page.origin) continue
    bytes += await sizeOf(address, cookie)
    const needs = await needsOf(address, cookie)
    needs.forEach(need => addresses.add(new URL(need, address).href))
  }
  const foreign = [...addresses].filter(address => new URL(address).origin !== page.origin)
  return { bytes, requests: addresses.size, foreign: foreign.length }
}

/** What comes over the wire, packed. */
function sizeOf(address: string, cookie: string): Promise<number> {
  const headers = { accept: '*/*', 'accept-encoding': 'gzip, br', cookie }
  return new Promise((resolve, reject) => {
    const request = get(address, { headers, agent: false, timeout: timeoutMs }, answer => {
      const { socket } = answer
      if (answer.statusCode !== 200) reject(new Error(`${address} answers ${answer.statusCode}`))
      answer.resume().once('end', () => resolve(socket.bytesRead))
    })
    request.once('error', reject).once('timeout', () => request.destroy(new Error('no answer')))
  })
}

async function needsOf(address: string, cookie: string): Promise<readonly string[]> {
  const answer = await fetch(address, { headers: { accept: '*/*', cookie } })
  const type = answer.headers.get('content-type') ?? ''
  const text = await answer.text()
  if (type.startsWith('text/html')) return needsOfPage(text)
  return type.startsWith('text/css') ? needsOfStyle(text) : []
}

function needsOfPage(page: string): readonly string[] {
  const document = parse(page)
  const links = document
    .querySelectorAll('link')
    .filter(link => /stylesheet|icon|preload|manifest/.test(link.getAttribute('rel') ?? ''))
  const found = [
    ...links.map(link => link.getAttribute('href')),
    ...document.querySelectorAll('script').map(script => script.getAttribute('src'))
  ]
  return found.filter(address => address !== undefined)
}

function needsOfStyle(style: string): readonly string[] {
  return [...style.matchAll(/url\(\s*["']?([^"')\s]+)/g)]
    .map(([, address = '']) => address)
    .filter(address => !address.startsWith('data:'))
}
