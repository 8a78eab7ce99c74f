import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { startShop, type RunningShop } from '../bench/shop.ts'
import { findBrowser } from '../e2e/support/browser.ts'
import { lab } from '../e2e/support/lab.ts'
import { wrongUse } from './wrong-use.ts'

// `npm run screenshots`: starts a shop of its own, walks through it as the demo customer and writes what is
// seen to docs/screenshots.

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs', 'screenshots')
const kilobytesMax = 300
const traceMsMax = 10_000
const wide = { width: 1280, height: 860 }
const tall = { width: 1280, height: 1200 }

const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

const help = `npm run screenshots

Takes the pictures of the README and of the documents anew, of a shop of its own: docs/screenshots/.
Needs a Chromium; CHROMIUM names one that is in an unusual place.
`

readArguments()
process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})

function readArguments(): void {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help !== true) return
    process.stdout.write(help)
    process.exit(0)
  } catch (error) {
    wrongUse('npm run screenshots', error)
  }
}

async function main(): Promise<number> {
  const executablePath = findBrowser()
  if (executablePath === undefined) {
    throw new Error('There is no Chromium on this machine: install it, or name one with CHROMIUM.')
  }
  const folder = await mkdtemp(join(tmpdir(), 'microzon-screenshots-'))
  const home = join(folder, 'data')
  const start = join(root, 'packages', 'lab', 'src', 'start.ts')
  const command = [process.execPath, start, '--instances', 'web=2,cart=2,product=2']
  const shop = await startShop({ command, cwd: root, home })
  const browser = await chromium.launch({ executablePath, headless: true, args: browserArgs })
  try {
    await mkdir(target, { recursive: true })
    await walk(browser, shop)
    return 0
  } finally {
    await browser.close()
    await shop.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function walk(browser: Browser, shop: RunningShop): Promise<void> {
  // So that the page of the services has something to tell.
  const traffic = lab(shop.home)
    .run('load', '--rate', '12', '--duration', '25')
    .catch(() => '')
  const desk = await open(browser, shop)
  await desk.goto('/shop')
  await shoot(desk, 'shop')
  const productPath = await findProduct(desk)
  await desk.goto(productPath)
  await shoot(desk, 'product')
  const orderTrace = await buy(desk, shop)
  await traffic
  await desk.goto('/status/services')
  await desk.setViewportSize(tall)
  await shoot(desk, 'status')
  await shootTrace(desk, shop, orderTrace)
  await desk.context().close()

  const dark = await open(browser, shop, { colorScheme: 'dark' })
  await dark.goto('/shop')
  await shoot(dark, 'shop-dark')
  await dark.context().close()

  const phone = await open(browser, shop, { viewport: { width: 390, height: 844 }, isMobile: true })
  await phone.goto(productPath)
  await shoot(phone, 'product-phone')
  await phone.context().close()
}

async function open(
  browser: Browser,
  { url: baseURL }: RunningShop,
  options: BrowserContextOptions = {}
): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    locale: 'en',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    viewport: wide,
    ...options
  })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

/** The one of several shelves that has the most options: it shows most of what the page can do. */
async function findProduct(page: Page): Promise<string> {
  const paths = await someProducts(page, 12)
  const counted: { readonly path: string; readonly options: number }[] = []
  for (const path of paths) {
    await page.goto(path)
    const options = await page.locator('input[name="option"]:enabled').count()
    counted.push({ path, options })
  }
  const most = Math.max(...counted.map(({ options }) => options))
  return counted.findLast(({ options }) => options === most)?.path ?? '/shop'
}

/** Products of the front page, from all over it. */
async function someProducts(page: Page, count: number): Promise<readonly string[]> {
  await page.goto('/shop')
  const links = await page
    .locator('a[href^="/shop/product/"]')
    .evaluateAll(found => [...new Set(found.map(link => link.getAttribute('href') ?? ''))])
  const step = Math.max(1, Math.floor(links.length / count))
  return links.filter((_, index) => index % step === 0).slice(0, count)
}

/** From the cart to the order's page; answers the trace of the request that bought. */
async function buy(page: Page, { home }: RunningShop): Promise<string> {
  const password = (await readFile(join(home, 'secrets', 'demo-password'), 'utf8')).trim()
  await page.goto('/user/login')
  await page.fill('main [name="email"]', 'ada@example.org')
  await page.fill('main [name="password"]', password)
  await submit(page, '/user/login')
  for (const path of await someProducts(page, 4)) {
    await page.goto(path)
    await Promise.all([
      page.waitForResponse(answer => answer.request().method() === 'POST'),
      page.locator('form[action="/shop/addToCart"] button[type=submit]').click()
    ])
  }
  await page.goto('/shop/cart')
  await shoot(page, 'cart')
  await page.goto('/shop/checkout')
  await page.fill('[name="cardNumber"]', '4242 4242 4242 4242')
  await page.fill('[name="cardExpiry"]', '12/30')
  await page.fill('[name="cardCvc"]', '123')
  await page.setViewportSize(tall)
  await shoot(page, 'checkout')
  await page.setViewportSize(wide)
  const trace = await submit(page, '/shop/checkout')
  await page.waitForURL('**/shop/orders/*')
  await shoot(page, 'order')
  return trace
}

/** Sends a form as a press of its button does; answers the trace of the request. */
async function submit(page: Page, action: string): Promise<string> {
  const [answer] = await Promise.all([
    page.waitForResponse(each => {
      return each.request().method() === 'POST' && new URL(each.url()).pathname === action
    }),
    page.locator(`main form[action^="${action}"] button[type=submit]`).last().click()
  ])
  await page.waitForLoadState()
  return (await answer.allHeaders())['x-correlation-id'] ?? ''
}

/** Spans arrive when the processes send them: waits until no more of them come. */
async function shootTrace(page: Page, { home }: RunningShop, id: string): Promise<void> {
  const { tracesUrl } = JSON.parse(await readFile(join(home, 'control.json'), 'utf8')) as {
    readonly tracesUrl: string
  }
  const until = performance.now() + traceMsMax
  for (let [known, last] = [0, -1]; known === 0 || known !== last;) {
    if (performance.now() > until) throw new Error(`the trace ${id} did not arrive`)
    await sleep(1_000)
    const answer = await fetch(`${tracesUrl}/api/v2/trace/${id}`)
    ;[last, known] = [known, answer.ok ? ((await answer.json()) as readonly unknown[]).length : 0]
  }
  await page.goto(`${tracesUrl}/zipkin/traces/${id}`)
  await shoot(page, 'trace')
}

async function shoot(page: Page, name: string): Promise<void> {
  // Pictures and fonts belong to it; a toast goes by itself.
  await page.waitForLoadState('networkidle')
  await page.evaluate(async () => {
    await document.fonts.ready
    scrollTo(0, 0)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const path = join(target, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  const kilobytes = (await stat(path)).size / 1000
  process.stdout.write(`docs/screenshots/${name}.png  ${kilobytes.toFixed(0)} KB\n`)
  if (kilobytes > kilobytesMax) throw new Error(`${name}.png is larger than ${kilobytesMax} KB`)
}
