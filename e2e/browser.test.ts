import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, openBrowser } from './support/browser.ts'
import { address, cards, newEmail, password } from './support/journey.ts'
import { systemUnderTest } from './support/system.ts'

const { shopUrl } = systemUnderTest()
const options = { skip: noBrowser }

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script'
  test(`somebody finds, buys and looks up a thing in a browser ${how}`, options, async t => {
    const context = await openBrowser(t, { javaScriptEnabled })
    const page = await context.newPage()
    const problems = collectProblems(page)
    await page.goto(`${shopUrl}/shop`)
    await page.fill('#q', 'pride')
    await page.press('#q', 'Enter')
    await page.click('main a[href^="/shop/product/"]')
    await page.click('form[action="/shop/addToCart"] button[type="submit"]')
    await page.locator('#cart-link .badge').waitFor()
    await page.goto(`${shopUrl}/shop/cart`)
    await page.locator('main form[action="/shop/cart/remove"]').first().waitFor()
    await registerIn(page)
    await page.goto(`${shopUrl}/shop/checkout`)
    await payIn(page, cards.pays)
    await page.waitForURL(/\/shop\/orders\/[\w-]+$/)
    await page
      .getByText(/confirmed/i)
      .first()
      .waitFor()
    await page.goto(`${shopUrl}/shop/orders`)
    await page.locator('main a[href^="/shop/orders/"]').first().waitFor()
    assert.deepEqual(problems, [])
  })
}

test('the page of an order follows the slow card to its end by itself', options, async t => {
  const page = await (await openBrowser(t)).newPage()
  await addIn(page)
  await registerIn(page)
  await page.goto(`${shopUrl}/shop/checkout`)
  await payIn(page, cards.slow)
  await page.waitForURL(/\/shop\/orders\/[\w-]+$/)
  await page
    .getByText(/confirmed/i)
    .first()
    .waitFor({ timeout: 40_000 })
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} px`, options, async t => {
      const page = await (await openBrowser(t, { colorScheme, width })).newPage()
      const axe = await readFile(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8'
      )
      const look = async (path: string): Promise<void> => {
        if (path) await page.goto(shopUrl + path)
        await page.evaluate(axe)
        const found = await page.evaluate(async () => {
          const { violations } = await (window as unknown as Axe).axe.run(document)
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`
          )
        })
        assert.deepEqual(found, [], page.url())
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        )
        assert.ok(overflow <= 0, `${page.url()} is ${overflow} px too wide`)
      }
      for (const path of [
        '/shop',
        '/shop/search?q=tea',
        '/shop/search?q=qxzjv',
        '/shop/cart',
        '/user/login',
        '/user/registration',
        '/status/services',
        '/shop/no-such-page'
      ]) {
        await look(path)
      }
      await page.goto(`${shopUrl}/shop`)
      await page.locator('main a[href^="/shop/category/"]').first().click()
      await look('')
      await addIn(page)
      await look('/shop/cart')
      await registerIn(page)
      await look('/shop/checkout')
      await payIn(page, cards.declined)
      await page.locator('main [role="alert"], main .problem, main .errors').first().waitFor()
      await look('')
      await payIn(page, cards.pays)
      await page.waitForURL(/\/shop\/orders\/[\w-]+$/)
      await look('')
      await look('/shop/orders')
      await look('/user/account')
    })
  }
}

test('the keyboard alone reaches the search, a product and the cart', options, async t => {
  const page = await (await openBrowser(t)).newPage()
  await page.goto(`${shopUrl}/shop`)
  await page.keyboard.press('Tab')
  const first = await page.evaluate(() => document.activeElement?.getAttribute('href'))
  assert.equal(first, '#main', 'the first stop skips to the page')
  await tabTo(page, element => element === 'INPUT q')
  await page.keyboard.type('tea')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=tea/)
  await tabTo(page, element => element.startsWith('A /shop/product/'))
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement as Element)
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
  })
  assert.ok(outline, 'the focus can be seen')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/shop\/product\//)
})

test('a page is light: at most 100 KB in 6 requests before its pictures', options, async t => {
  const page = await (await openBrowser(t)).newPage()
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  const sizes = new Map<string, number>()
  const urls = new Map<string, string>()
  client.on('Network.responseReceived', ({ requestId, response }) =>
    urls.set(requestId, response.url)
  )
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength)
  )
  await page.goto(`${shopUrl}/shop`, { waitUntil: 'networkidle' })
  const parts = [...urls].filter(([, url]) => !url.includes('/images/'))
  assert.ok(
    parts.every(([, url]) => url.startsWith(shopUrl)),
    'nothing comes from another host'
  )
  assert.ok(parts.length <= 6, parts.map(([, url]) => url).join(' '))
  const bytes = parts.reduce((sum, [id]) => sum + (sizes.get(id) ?? 0), 0)
  assert.ok(bytes <= 100_000, `${bytes} bytes`)
})

type Axe = {
  readonly axe: {
    run(document: Document): Promise<{
      readonly violations: readonly {
        readonly id: string
        readonly nodes: readonly { readonly html: string }[]
      }[]
    }>
  }
}

/** What a browser complains of: scripts, the content security policy, files that are missing. */
function collectProblems(page: Page): readonly string[] {
  const problems: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(error.message))
  return problems
}

async function addIn(page: Page): Promise<void> {
  await page.goto(`${shopUrl}/shop/search?q=tea`)
  await page.locator('main a[href^="/shop/product/"]').first().click()
  await page.click('form[action="/shop/addToCart"] button[type="submit"]')
  await page.locator('#cart-link .badge').waitFor()
  await page.goto(`${shopUrl}/shop/cart`)
  await page.locator('main form[action="/shop/cart/remove"]').first().waitFor()
}

async function registerIn(page: Page): Promise<void> {
  await page.goto(`${shopUrl}/user/registration`)
  const form = page.locator('form[action="/user/registration"]')
  await form.locator('[name="email"]').fill(newEmail())
  await form.locator('[name="password"]').fill(password)
  await form.locator('[name="passwordRepeat"]').fill(password)
  await Promise.all([
    page.waitForURL(`${shopUrl}/shop`),
    form.locator('button[type="submit"]').last().click()
  ])
}

async function payIn(page: Page, card: string): Promise<void> {
  for (const [name, value] of Object.entries(address)) {
    const field = page.locator(`main form[action="/shop/checkout"] [name="${name}"]`).first()
    if ((await field.evaluate(element => element.tagName)) === 'SELECT')
      await field.selectOption(value)
    else await field.fill(value)
  }
  await page.fill('[name="cardNumber"]', card)
  await page.fill('[name="cardExpiry"]', '12/30')
  await page.fill('[name="cardCvc"]', '123')
  await page.locator('form[action="/shop/checkout"] button[type="submit"]').last().click()
}

async function tabTo(page: Page, isThere: (element: string) => boolean): Promise<void> {
  for (let stops = 0; stops < 120; stops++) {
    await page.keyboard.press('Tab')
    const element = await page.evaluate(() => {
      const active = document.activeElement
      const name = active?.getAttribute('name') ?? active?.getAttribute('href') ?? ''
      return `${active?.tagName ?? ''} ${name}`
    })
    if (isThere(element)) return
  }
  assert.fail('the keyboard does not get there')
}
