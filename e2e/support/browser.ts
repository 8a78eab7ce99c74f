import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { TestContext } from 'node:test'
import { chromium, type BrowserContext } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
]

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** The browser of this machine; `CHROMIUM` names another one. */
export function findBrowser(): string | undefined {
  const given = process.env['CHROMIUM']
  return given ?? places.find(place => existsSync(place))
}

/** Why a test cannot run, or false when it can. */
export const noBrowser = findBrowser() === undefined && 'no Chromium on this machine'

/** A browser with a profile of its own, which ends with the test. */
export async function openBrowser(
  t: TestContext,
  options: {
    readonly colorScheme?: 'light' | 'dark'
    readonly width?: number
    readonly javaScriptEnabled?: boolean
  } = {}
): Promise<BrowserContext> {
  const { colorScheme = 'light', width = 1280, javaScriptEnabled = true } = options
  const profile = await mkdtemp(join(tmpdir(), 'microzon-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser() ?? '',
    headless: true,
    args,
    colorScheme,
    javaScriptEnabled,
    locale: 'en',
    viewport: { width, height: 900 }
  })
  context.setDefaultTimeout(15_000)
  t.after(async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  })
  return context
}
