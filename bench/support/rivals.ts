import { createRequire } from 'node:module'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { Bench } from './bench.ts'

// Only what is used: their own types are there no sooner than they are installed.
/** A node of Moleculer. */
export type Broker = {
  createService(schema: {
    readonly name: string
    readonly actions: Readonly<Record<string, () => unknown>>
  }): void
  start(): Promise<void>
  stop(): Promise<void>
  waitForServices(name: string, timeoutMs: number): Promise<unknown>
  call(action: string, params: unknown): Promise<unknown>
  readonly transit: { readonly tx: { readonly opts: { readonly port: number } } }
}

export type Moleculer = {
  readonly ServiceBroker: new (options: Readonly<Record<string, unknown>>) => Broker
}

export type Got = { json(): Promise<unknown> }

export type GotPackage = {
  readonly default: {
    extend(options: Readonly<Record<string, unknown>>): { get(url: string): Got }
  }
}

type Npm = {
  npm(options: {
    readonly program: string
    readonly cwd: string
    readonly args: readonly string[]
    readonly onFetched: () => void
  }): Promise<{ readonly code: number; readonly output: string }>
  npmFailure(result: { readonly output: string }, doing: string): Error
}

const tellEveryMs = 3_000

/**
 * Installs what the bench compares ours with, unless it is there: in a folder of its own, so that nobody who
 * starts the shop waits for it. Tells why it cannot, or nothing.
 */
export async function installRivals({
  checkout,
  tell
}: Pick<Bench, 'checkout' | 'tell'>): Promise<string | undefined> {
  const folder = folderOf(checkout)
  const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const stamp = join(folder, 'node_modules', '.microzon-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return undefined
  const address = pathToFileURL(join(checkout, 'scripts', 'node', 'npm.mjs')).href
  const { npm, npmFailure } = (await import(address)) as Npm
  let fetched = 0
  const say = (): void => tell(`installing bench/rivals, ${fetched} packages fetched`)
  say()
  const telling = setInterval(say, tellEveryMs)
  try {
    const result = await npm({
      program: process.execPath,
      cwd: folder,
      // Under `npm run` npm would take the root of the checkout for its own.
      args: ['ci', `--prefix=${folder}`],
      onFetched: () => fetched++
    })
    if (result.code !== 0) return npmFailure(result, 'installing bench/rivals').message
    writeFileSync(stamp, lockfile)
    return undefined
  } finally {
    clearInterval(telling)
  }
}

/** Loads one of them. */
export function loadRival(checkout: string, name: 'got'): GotPackage
export function loadRival(checkout: string, name: 'moleculer'): Moleculer
export function loadRival(checkout: string, name: string): unknown {
  return createRequire(join(folderOf(checkout), 'package.json'))(name)
}

/** Finds others at the addresses that it is given, and nobody by broadcast. */
export function moleculerOptions(nodeID: string, urls: readonly string[]): Record<string, unknown> {
  const transporter = { type: 'TCP', options: { udpDiscovery: false, useHostname: false, urls } }
  return { nodeID, transporter, logger: false }
}

function folderOf(checkout: string): string {
  return join(checkout, 'bench', 'rivals')
}
