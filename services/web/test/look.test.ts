import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Page,
  type Response
} from 'playwright-core'
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, suite, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { chromiumFlags, findChromium, startPreview, type Preview } from './preview.ts'

const executablePath = findChromium()
const skip =
  executablePath === undefined && 'no Chromium on this machine: set CHROMIUM or install it'

suite('the look, in Chromium', { skip, timeout: 300_000 }, () => {
  let preview: Preview
  let browser: Browser

  // Whatever has been opened is closed: a browser that does not start must not leave a server that holds us.
  const opened: { close(): Promise<void> }[] = []
  before(async () => {
    preview = await startPreview()
    opened.push(preview)
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: chromiumFlags })
    opened.push(browser)
  })
  after(() => Promise.all(opened.map(each => each.close())))

  /**
   * Opens pages one after the other in a context of its own. Fails on anything that a page
   * complains about.
   */
  async function visit(
    paths: readonly string[],
    options: BrowserContextOptions,
    look: (page: Page, path: string) => Promise<void>
  ): Promise<void> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
    })
    // What a page asks for by itself, to follow an order or the services.
    await context.route(/\/(shop|status)\//, route => route.fulfill({ status: 204 }))
    for (const path of paths) {
      await page.goto(preview.url + path)
      await look(page, path)
    }
    await context.close()
    assert.deepEqual(complaints, [])
  }

  test('axe finds nothing on any page, light and dark', async () => {
    const axe = await readFile(
      createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
      'utf8'
    )
    // The pages of errors are one page in other words.
    const paths = preview
      .paths('en')
      .filter(path => !path.includes('/error-') || path.endsWith('-fault'))
    await visit(paths, {}, async (page, path) => {
      await page.evaluate(axe)
      const found = await violations(page, "{ resultTypes: ['violations'] }")
      await page.emulateMedia({ colorScheme: 'dark' })
      const inDark = await violations(page, "{ runOnly: ['color-contrast'] }")
      await page.emulateMedia({ colorScheme: 'light' })
      assert.deepEqual([...found, ...inDark], [], path)
    })
  })

  test('no page is wider than its screen, from 320 to 1440', async () => {
    // German words are the longer ones.
    await visit(preview.paths('de').filter(isNoRepeat), {}, async (page, path) => {
      // 320 is also what is left of a window of 640 at 200 % zoom, and of 1280 at 400 %.
      for (const width of [320, 768, 1440]) {
        await page.setViewportSize({ width, height: 800 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(over <= 0, `${path} is ${over} px too wide for ${width}`)
      }
    })
  })

  test('nothing moves while a page loads', async () => {
    const paths = ['shop', 'category', 'product', 'cart', 'checkout'].map(name => `/en/${name}`)
    await visit(paths, { viewport: { width: 1440, height: 900 } }, async (page, path) => {
      await page.evaluate(() => document.fonts.ready)
      const shift = await page.evaluate(
        () =>
          new Promise<number>(resolve => {
            let sum = 0
            const observer = new PerformanceObserver(list => {
              for (const entry of list.getEntries())
                sum += (entry as unknown as { value: number }).value
            })
            observer.observe({ type: 'layout-shift', buffered: true })
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
          })
      )
      assert.ok(shift < 0.01, `${path} moves by ${shift}`)
    })
  })

  test('without script the price follows the chosen option', async () => {
    await visit(['/en/product'], { javaScriptEnabled: false }, async page => {
      const shown = page.locator('.prices .price:visible')
      assert.equal(await shown.innerText(), '€22.00')
      await page.getByText('Paperback').click()
      assert.equal(await shown.innerText(), '€8.90')
    })
  })

  test('without script there is no button that does nothing', async () => {
    const names = ['shop', 'product', 'cart', 'checkout', 'status', 'order-working']
    await visit(
      names.map(name => `/en/${name}`),
      { javaScriptEnabled: false },
      async (page, path) => {
        const idle = page.locator('button[type="button"]:not([popovertarget]):visible')
        assert.equal(await idle.count(), 0, path)
      }
    )
  })

  test('on a small screen the tree is a drawer that needs no script', async () => {
    const options = { javaScriptEnabled: false, viewport: { width: 360, height: 700 } }
    await visit(['/en/shop'], options, async page => {
      const tree = page.locator('#categories')
      assert.equal(await tree.isVisible(), false)
      await page.getByRole('button', { name: 'Categories' }).click()
      await tree.getByText('Books', { exact: true }).click()
      assert.equal(await tree.getByText('Novels').isVisible(), true)
      await tree.getByRole('button', { name: 'Close' }).click()
      assert.equal(await tree.isVisible(), false)
    })
  })

  test('a test card fills the payment fields on a click, an address its own', async () => {
    await visit(['/en/checkout'], {}, async page => {
      await page.getByRole('button', { name: /4000 ?0000 ?0000 ?0002/ }).click()
      assert.equal(await page.getByLabel('Card number').inputValue(), '4000000000000002')
      assert.equal(await page.getByLabel('Security code').inputValue(), '123')
      await page.getByRole('link', { name: /Ockham/ }).click()
      assert.equal(await page.getByLabel('City').inputValue(), 'East Horsley')
      await page.getByRole('link', { name: 'Another address' }).click()
      assert.equal(await page.getByLabel('Name').inputValue(), '')
    })
  })

  test('every page can be walked with the keyboard, from the skip link on', async () => {
    await visit(['/en/shop', '/en/product', '/en/cart', '/en/checkout'], {}, async (page, path) => {
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip', path)
      for (let stop = 0; stop < 12; stop++) {
        await page.keyboard.press('Tab')
        const ring = await page.evaluate(() => {
          const { activeElement } = document
          const holder = activeElement?.closest('.chip') ?? activeElement
          return holder === null ? '' : getComputedStyle(holder).outlineStyle
        })
        assert.equal(ring, 'solid', `${path}, stop ${stop}`)
      }
    })
  })

  test('a page over a fresh connection stays within 100 KB and 6 requests before its pictures', async () => {
    for (const name of ['shop', 'product', 'checkout', 'status']) {
      const responses: Response[] = []
      const context = await browser.newContext()
      const page = await context.newPage()
      page.on('response', response => {
        if (!response.url().includes('/images/')) responses.push(response)
      })
      await page.goto(`${preview.url}/en/${name}`, { waitUntil: 'networkidle' })
      const sizes = await Promise.all(responses.map(sizeOf))
      const sum = sizes.reduce((total, size) => total + size, 0)
      await context.close()
      assert.ok(sizes.length <= 6, `${name}: ${sizes.length} requests`)
      assert.ok(sum <= 100_000, `${name}: ${sum} bytes`)
    }
  })
})

/** The pages of errors are one page in other words. */
function isNoRepeat(path: string): boolean {
  return !path.includes('/error-') || path.endsWith('-order-unknown')
}

async function sizeOf(response: Response): Promise<number> {
  const body = await response.body()
  return response.url().endsWith('.woff2') ? body.length : brotliCompressSync(body).length
}

type AxeResults = {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

async function violations(page: Page, options: string): Promise<readonly string[]> {
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id} ${html.slice(0, 200)} ${failureSummary}`)
  )
}
