import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { createBrowser, type Browser } from './browser.ts'
import { createFakeShop, password, purchase, type FakeShop } from './fake-shop.ts'

async function openShop(t: TestContext): Promise<{ shop: FakeShop; browser: Browser }> {
  const shop = await createFakeShop()
  t.after(() => shop.app.close())
  return { shop, browser: createBrowser(shop) }
}

async function customerWithCart(browser: Browser): Promise<void> {
  await browser.post('/user/login', {
    email: 'ada@example.org',
    password,
    _csrf: await browser.csrf()
  })
  const _csrf = await browser.csrf()
  await browser.post('/shop/addToCart', { productId: 'tea', option: '100 g', amount: '2', _csrf })
}

async function checkoutForm(browser: Browser): Promise<Record<string, string>> {
  const { document } = await browser.get('/shop/checkout')
  const value = (name: string): string =>
    document.querySelector(`main form input[name="${name}"]`)?.getAttribute('value') ?? ''
  const hidden = ['checkoutToken', 'shownTotalCents', '_csrf'].map(name => [name, value(name)])
  return { ...purchase, ...(Object.fromEntries(hidden) as Record<string, string>) }
}

function cancelledOrder(key = ''): Parameters<FakeShop['state']['orders']['set']>[1] {
  const order = {
    id: 'order-1',
    state: 'CANCELLED',
    reason: 'declined',
    lines: [],
    steps: []
  } as const
  return {
    ...order,
    totalCents: 980,
    address: purchase,
    createdAt: 0,
    owner: 'of-ada@example.org',
    key
  }
}

test('every page carries a policy without inline script, and a correlation id', async t => {
  const { browser } = await openShop(t)
  for (const path of [
    '/shop',
    '/shop/cart',
    '/user/login',
    '/shop/nothing',
    '/shop/product/none'
  ]) {
    const { headers, text } = await browser.get(path)
    const policy = String(headers['content-security-policy'])
    assert.ok(policy.includes("default-src 'none'") && !policy.includes('unsafe'), path)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(String(headers['x-correlation-id']), /^[0-9a-f]{32}$/)
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=/i, path)
  }
})

test('a page is compressed for who can read that', async t => {
  const { shop } = await openShop(t)
  const headers = { 'accept-language': 'en', 'accept-encoding': 'br, gzip' }
  const page = await shop.app.inject({ url: '/shop', headers })
  assert.equal(page.headers['content-encoding'], 'gzip')
  assert.match(String(page.headers['vary']), /Accept-Encoding/)
  assert.match(gunzipSync(page.rawPayload).toString(), /^<!doctype html>[^]*<\/html>\s*$/)
  const plain = await shop.app.inject({ url: '/shop', headers: { 'accept-encoding': 'identity' } })
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.match(plain.body, /^<!doctype html>/)
})

test('an error is a page with the correlation id, and JSON for who asks for JSON', async t => {
  const { browser } = await openShop(t)
  const page = await browser.get('/shop/product/none')
  assert.equal(page.status, 404)
  assert.ok(page.text.includes(String(page.headers['x-correlation-id'])))
  assert.ok(page.document.querySelector('a[href="/shop"]'))
  const json = await browser.get('/shop/product/none', { accept: 'application/json' })
  assert.match(String(json.headers['content-type']), /^application\/problem\+json/)
  assert.equal((JSON.parse(json.text) as { code: string }).code, 'PRODUCT_NOT_FOUND')
})

test('what is the matter inside is not told outside', async t => {
  const { shop, browser } = await openShop(t)
  shop.state.away.add('product')
  const answer = await browser.get('/shop', { accept: 'application/json' })
  const { code, title } = JSON.parse(answer.text) as Readonly<Record<string, string>>
  assert.equal(code, 'PRODUCT_UNAVAILABLE')
  assert.equal(title, 'a part of the shop does not answer')
})

test('a later page of a list leads back to its first', async t => {
  const { browser } = await openShop(t)
  const first = async (path: string): Promise<string | undefined> =>
    (await browser.get(path)).document.querySelector('a[rel="first"]')?.getAttribute('href')
  assert.equal(await first('/shop/category/food?sort=name'), undefined)
  assert.equal(
    await first('/shop/category/food?sort=name&cursor=abc'),
    '/shop/category/food?sort=name'
  )
  assert.equal(await first('/shop/search?q=green+tea&cursor=abc'), '/shop/search?q=green+tea')
})

test('a service that is away takes away its part only', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const statusOf = async (path: string): Promise<number> => (await browser.get(path)).status
  shop.state.away.add('cart').add('customer').add('billing').add('payment')
  for (const path of ['/shop', '/shop/category/food', '/shop/search?q=tea', '/shop/product/tea']) {
    assert.equal(await statusOf(path), 200, path)
  }
  for (const path of ['/shop/cart', '/shop/checkout', '/shop/orders', '/user/account']) {
    assert.equal(await statusOf(path), 503, path)
  }
  shop.state.away.clear()
  shop.state.away.add('product')
  assert.equal(await statusOf('/shop'), 503)
  assert.equal(await statusOf('/user/account'), 200)
})

test('a page of a product comes without its shelf where that cannot be had', async t => {
  const { shop, browser } = await openShop(t)
  const shelfOf = async (): Promise<readonly [number, string]> => {
    const { status, document } = await browser.get('/shop/product/tea')
    return [status, document.querySelector('.related h3')?.textContent.trim() ?? '']
  }
  assert.deepEqual(await shelfOf(), [200, 'Tea pot'])
  shop.state.away.add('product category')
  assert.deepEqual(await shelfOf(), [200, ''])
})

test('a picture that cannot be had is a blank one, which nobody keeps', async t => {
  const { shop, browser } = await openShop(t)
  const missing = await browser.get('/images/none.svg')
  shop.state.away.add('product')
  const away = await browser.get('/images/tea.svg')
  assert.deepEqual([missing.status, away.status], [404, 503])
  for (const { headers, text } of [missing, away]) {
    assert.match(String(headers['content-type']), /^image\/svg\+xml/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(text, /^<svg [^>]*viewBox="0 0 4 5"/)
  }
})

test('without billing or payment the checkout says that nothing was charged', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  for (const service of ['billing', 'payment']) {
    const form = await checkoutForm(browser)
    shop.state.away.add(service)
    const page = await browser.post('/shop/checkout', form)
    assert.equal(page.status, 503, service)
    assert.match(page.text, /nothing was (ordered|charged)/i)
    shop.state.away.clear()
  }
})

test('an order without an answer is never called uncharged', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  shop.state.nextPlaced = { kind: 'unknown', sent: true }
  const page = await browser.post('/shop/checkout', await checkoutForm(browser))
  assert.equal(page.status, 503)
  assert.doesNotMatch(page.text, /nothing was (ordered|charged)/i)
  assert.match(page.text, /not be charged twice/i)
})

// O8: in the original a GET of the checkout made the order.
test('looking at the checkout orders nothing, however often', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const { placements, orders } = shop.state
  for (let look = 0; look < 2; look++) {
    assert.equal((await browser.get('/shop/checkout')).status, 200)
  }
  assert.deepEqual([placements.length, orders.size], [0, 0])
  await browser.post('/shop/checkout', await checkoutForm(browser))
  assert.equal(placements.length, 1)
})

test('a form that is sent again leads to its order, and places none', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  const first = await browser.post('/shop/checkout', form)
  assert.equal(first.location, '/shop/orders/order-1')
  const again = await browser.post('/shop/checkout', form)
  assert.equal(again.location, '/shop/orders/order-1')
  assert.equal(shop.state.placements.length, 1)
})

test('a checkout without the token of its session is shown again, and buys nothing', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  const foreign = await createBrowser(shop).csrf()
  for (const _csrf of ['', 'made-up', foreign]) {
    const page = await browser.post('/shop/checkout', { ...form, _csrf })
    assert.equal(page.status, 403)
    const street = page.document.querySelector('input[name="street"]')
    assert.equal(street?.getAttribute('value'), form['street'])
    const number = page.document.querySelector('input[name="cardNumber"]')
    assert.equal(number?.getAttribute('value') ?? '', '')
  }
  assert.deepEqual(shop.state.placements, [])
})

test('a form that names no option is asked for one, and is no riddle', async t => {
  const { shop, browser } = await openShop(t)
  const fields = { productId: 'tea', amount: '1', _csrf: await browser.csrf() }
  const page = await browser.post('/shop/addToCart', fields)
  assert.equal(page.status, 422)
  assert.match(page.document.querySelector('#buy [role="alert"]')?.text ?? '', /choose which one/)
  assert.equal(shop.state.carts.size, 0)
})

test('a form that is sent while its order is being written leads to that order', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  await createBrowser(shop, new Map(browser.cookies)).post('/shop/checkout', form)
  Object.assign(shop.state, { lateBy: 1, isFrozen: true })
  assert.equal((await browser.post('/shop/checkout', form)).location, '/shop/orders/order-1')
  assert.equal(shop.state.placements.length, 1)
})

test('a form that is sent again after a decline says so, and charges nothing', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  shop.state.orders.set('order-1', cancelledOrder(form['checkoutToken']))
  const page = await browser.post('/shop/checkout', form)
  assert.equal(page.status, 422)
  const told = page.document.querySelector('[role="alert"]')?.text ?? ''
  assert.match(told, /sent before[^]*declined[^]*Nothing was charged/)
  assert.equal(shop.state.placements.length, 0)
})

test('a refusal is told also where the cart cannot be bought any more', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  shop.state.orders.set('order-1', cancelledOrder(form['checkoutToken']))
  shop.state.carts.get('cart-1')?.lines.clear()
  assert.equal((await browser.post('/shop/checkout', form)).location, '/shop/cart')
  const told = (await browser.get('/shop/cart')).document.querySelector('.toast')?.text ?? ''
  assert.match(told, /sent before[^]*declined[^]*Nothing was charged/)
})

test('a form of a cart that is gone says that nothing was charged for it', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  const toastOf = async (): Promise<string> =>
    (await browser.get('/shop/cart')).document.querySelector('.toast')?.text ?? ''
  await toastOf()
  Object.assign(shop.state, { isFrozen: true })
  assert.equal((await browser.post('/shop/checkout', form)).location, '/shop/cart')
  assert.equal(await toastOf(), '', 'an order holds the cart, which its page says')
  Object.assign(shop.state, { isFrozen: false })
  shop.state.carts.get('cart-1')?.lines.clear()
  assert.equal((await browser.post('/shop/checkout', form)).location, '/shop/cart')
  assert.match(await toastOf(), /ordered since[^]*Nothing was charged for it/)
})

test('a price that changed is shown for consent and not charged', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  shop.state.priceCents = 990
  const page = await browser.post('/shop/checkout', form)
  assert.equal(page.status, 409)
  assert.equal(shop.state.placements.length, 0)
  const compared = page.document.querySelector('[role="alert"] dl')?.text ?? ''
  assert.match(compared, /9[.,]80[^]*19[.,]80/)
  const agreed = await checkoutForm(browser)
  assert.equal((await browser.post('/shop/checkout', agreed)).status, 303)
})

test('a total that the form was never made with is not told as the old one', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  shop.state.priceCents = 990
  for (const shownTotalCents of ['', '1', '1980', '-980', '9'.repeat(400), '<b>']) {
    const page = await browser.post('/shop/checkout', { ...form, shownTotalCents })
    assert.equal(page.status, 409)
    assert.equal(page.document.querySelector('[role="alert"] dl'), null)
  }
})

test('a checkout token of another cart or total is refused', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  const form = await checkoutForm(browser)
  for (const checkoutToken of [
    '',
    'x'.repeat(43),
    form['checkoutToken']?.replace(/./, first => (first === 'x' ? 'y' : 'x')) ?? ''
  ]) {
    const page = await browser.post('/shop/checkout', { ...form, checkoutToken })
    assert.equal(page.status, 409)
  }
  assert.equal(shop.state.placements.length, 0)
})

test('a declined card is told, the card fields come back empty, the address does not', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  shop.state.nextPlaced = { kind: 'refused', reason: 'declined', orderId: 'order-1' }
  const page = await browser.post('/shop/checkout', await checkoutForm(browser))
  assert.equal(page.status, 422)
  for (const name of ['cardNumber', 'cardExpiry', 'cardCvc']) {
    const field = page.document.querySelector(`input[name="${name}"]`)
    assert.equal(field?.getAttribute('value') ?? '', '', name)
  }
  const street = page.document.querySelector('input[name="street"]')
  assert.ok(street?.getAttribute('value')?.startsWith('St James'))
  const told = page.document.querySelector('[role="alert"]')?.text ?? ''
  assert.match(told, /Nothing was charged[^]*cart is as it was/)
  assert.equal(page.document.querySelectorAll('.small-lines li').length, 1)
})

test('an order that is cancelled after its page was shown gives the cart back', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  shop.state.nextPlaced = { kind: 'order', orderId: 'order-1' }
  const form = await checkoutForm(browser)
  assert.equal((await browser.post('/shop/checkout', form)).location, '/shop/orders/order-1')
  shop.state.orders.set('order-1', cancelledOrder())
  const page = await browser.get('/shop/orders/order-1')
  assert.equal(page.document.querySelector('.badge')?.text, '2')
  const cart = await browser.get('/shop/cart')
  assert.equal(cart.document.querySelectorAll('.line').length, 1)
})

test("somebody else's order is not found", async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  await browser.post('/shop/checkout', await checkoutForm(browser))
  const other = createBrowser(shop)
  const fields = { email: 'eve@example.org', password, _csrf: await other.csrf() }
  await other.post('/user/login', fields)
  assert.equal((await other.get('/shop/orders/order-1')).status, 404)
  assert.equal((await browser.get('/shop/orders/order-1')).status, 200)
})

test('passwords and cards are in no line of the log', async t => {
  const { shop, browser } = await openShop(t)
  await customerWithCart(browser)
  await browser.post('/shop/checkout', await checkoutForm(browser))
  const log = JSON.stringify(shop.runtime.logLines())
  assert.ok(log.length > 2, 'there are lines')
  for (const secret of [password, '4242424242424242', 'token-of-', ...browser.cookies.values()]) {
    assert.ok(!log.includes(secret), secret.slice(0, 10))
  }
})

test('hostile input gives a page and never a 500', async t => {
  const { browser } = await openShop(t)
  const _csrf = await browser.csrf()
  const hostile = [
    '',
    ' ',
    '<script>',
    "' or 1=1",
    '\u0000',
    '😀'.repeat(100),
    '9'.repeat(40),
    '../..'
  ]
  for (const text of hostile) {
    const encoded = encodeURIComponent(text)
    const paths = [
      `/shop/product/${encoded}`,
      `/shop/category/${encoded}`,
      `/shop/search?q=${encoded}`
    ]
    for (const path of [...paths, `/shop/search?cursor=${encoded}`, `/images/${encoded}.svg`]) {
      const { status, text: shown } = await browser.get(path)
      assert.ok(status < 500, `${path}: ${status}`)
      assert.ok(!shown.includes('<script>'), path)
    }
    const fields = { productId: text, option: text, amount: text, _csrf }
    assert.ok((await browser.post('/shop/addToCart', fields)).status < 500)
    const user = { email: text, password: text, passwordRepeat: text, _csrf }
    assert.ok((await browser.post('/user/registration', user)).status < 500)
  }
})
