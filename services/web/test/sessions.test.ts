import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { createBrowser, type Browser } from './browser.ts'
import { createFakeShop, password, purchase, type FakeShop } from './fake-shop.ts'

async function openShop(t: TestContext, publicUrl?: string): Promise<FakeShop> {
  const shop = await createFakeShop(publicUrl === undefined ? {} : { publicUrl })
  t.after(() => shop.app.close())
  return shop
}

async function logIn(browser: Browser, next = '/shop'): Promise<ReturnType<Browser['post']>> {
  const fields = { email: 'ada@example.org', password, next, _csrf: await browser.csrf() }
  return browser.post('/user/login', fields)
}

/** A guest with two of the tea in the cart. */
async function guestWithTea(
  t: TestContext
): Promise<{ readonly shop: FakeShop; readonly browser: Browser }> {
  const shop = await openShop(t)
  const browser = createBrowser(shop)
  const _csrf = await browser.csrf()
  await browser.post('/shop/addToCart', { productId: 'tea', option: '100 g', amount: '2', _csrf })
  return { shop, browser }
}

test('the cookie is closed to scripts and other sites, and tells nothing', async t => {
  const browser = createBrowser(await openShop(t))
  const page = await browser.get('/shop')
  const cookie = String(page.headers['set-cookie'])
  assert.match(cookie, /HttpOnly/i)
  assert.match(cookie, /SameSite=Lax/i)
  assert.match(cookie, /Path=\//)
  await logIn(browser)
  for (const value of browser.cookies.values()) {
    const plain = `${decodeURIComponent(value)} ${Buffer.from(value, 'base64').toString('latin1')}`
    assert.ok(!plain.includes('ada@example.org') && !plain.includes('token-of'), 'encrypted')
  }
})

test('behind https the cookie is secure and bound to the host', async t => {
  const browser = createBrowser(await openShop(t, 'https://shop.example.org'))
  const page = await browser.get('/shop')
  assert.match(String(page.headers['set-cookie']), /^__Host-microzon=.*Secure/i)
})

test('a login renews the session: an older form and an older cookie open nothing of it', async t => {
  const shop = await openShop(t)
  const browser = createBrowser(shop)
  const old = await browser.csrf()
  const before = new Map(browser.cookies)
  await logIn(browser)
  assert.notDeepEqual([...browser.cookies], [...before])
  const stale = await browser.post('/user/logout', { _csrf: old })
  assert.equal(stale.status, 403)
  assert.equal(shop.state.sessions.size, 1, 'nobody was logged out')
  const copy = createBrowser(shop, before)
  assert.match((await copy.get('/user/account')).location ?? '', /^\/user\/login/)
})

test('a cookie that was changed by one letter is no session', async t => {
  const shop = await openShop(t)
  const browser = createBrowser(shop)
  await logIn(browser)
  const [[name, value] = ['', '']] = browser.cookies
  for (const at of [3, 20, value.length - 3]) {
    const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
    const thief = createBrowser(shop, new Map([[name, changed]]))
    assert.match((await thief.get('/user/account')).location ?? '', /^\/user\/login/)
  }
})

test('every form that changes something needs its token, and does nothing without', async t => {
  const shop = await openShop(t)
  const browser = createBrowser(shop)
  await logIn(browser)
  const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['/shop/addToCart', { productId: 'tea', option: '100 g', amount: '1' }],
    ['/shop/cart/update', { item: 'line-1', amount: '2' }],
    ['/shop/cart/remove', { item: 'line-1' }],
    ['/user/login', { email: 'a@example.org', password }],
    ['/user/registration', { email: 'a@example.org', password, passwordRepeat: password }],
    ['/user/logout', {}],
    ['/user/addresses', { name: 'A', street: 'B', postalCode: '1', city: 'C', country: 'DE' }],
    ['/user/addresses/remove', { address: 'address-1' }],
    ['/user/password', { password, newPassword: password, newPasswordRepeat: password }]
  ]
  const stranger = createBrowser(shop)
  const foreign = await stranger.csrf()
  for (const [path, fields] of forms) {
    for (const token of [undefined, '', 'made-up', foreign]) {
      shop.state.calls.length = 0
      const page = await browser.post(path, {
        ...fields,
        ...(token !== undefined && { _csrf: token })
      })
      assert.equal(page.status, 403, `${path} with ${token}`)
      const changes = shop.state.calls.filter(call =>
        /^(add|set|remove|logOut|logIn|register|change|merge|place)/.test(call)
      )
      assert.deepEqual(
        changes.filter(call => call !== 'addresses'),
        [],
        path
      )
    }
  }
})

test('a redirect after the login stays in the shop', async t => {
  const shop = await openShop(t)
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/shop/../..//evil.example',
    'javascript:alert(1)',
    '/shop\r\nset-cookie: a=b',
    '/user@evil.example'
  ]) {
    const answer = await logIn(createBrowser(shop), next)
    assert.equal(answer.status, 303)
    assert.equal(answer.location, '/shop', next)
  }
  const answer = await logIn(createBrowser(shop), '/shop/orders?cursor=abc')
  assert.equal(answer.location, '/shop/orders?cursor=abc')
})

test('a guest who needs a login comes back to where he was', async t => {
  const browser = createBrowser(await openShop(t))
  const { status, location } = await browser.get('/shop/orders/order-1')
  assert.equal(status, 303)
  assert.equal(location, '/user/login?next=%2Fshop%2Forders%2Forder-1')
  const long = await browser.get(`/shop/checkout?${'x'.repeat(600)}`)
  assert.equal(long.location, '/user/login?next=%2Fshop%2Fcart')
  assert.equal((await browser.get(long.location)).status, 200)
})

test('the guest cart comes along, once, also when the login is sent twice', async t => {
  const { shop, browser } = await guestWithTea(t)
  const fields = { email: 'ada@example.org', password, _csrf: await browser.csrf() }
  const twin = createBrowser(shop, new Map(browser.cookies))
  await Promise.all([browser.post('/user/login', fields), twin.post('/user/login', fields)])
  for (const each of [browser, twin]) {
    const cart = await each.get('/shop/cart')
    const amount = cart.document.querySelector('input[type="number"][name="amount"]')
    assert.equal(amount?.getAttribute('value'), '2')
  }
})

test('what did not fit into the own cart is named, as far as a sentence goes', async t => {
  const { shop, browser } = await guestWithTea(t)
  shop.state.leftOut.push('a lamp', 'a <pan>', 'a book', 'a record', 'a vase')
  await logIn(browser)
  const { text } = await browser.get('/shop')
  assert.match(text, /Left out: a lamp, a &lt;pan&gt;, a book and 2 more\./)
})

test('a guest cart that could not come along at the login does before it is bought', async t => {
  const { shop, browser } = await guestWithTea(t)
  shop.state.away.add('cart')
  assert.equal((await logIn(browser)).status, 303)
  shop.state.away.delete('cart')
  shop.state.away.add('cart merge')
  assert.equal((await browser.get('/shop/checkout')).status, 503)
  const cart = await browser.get('/shop/cart')
  assert.deepEqual(
    [cart.status, /not finished yet/.test(cart.text)],
    [200, false],
    'it can be seen'
  )
  shop.state.away.delete('cart merge')
  const merges = (): number => shop.state.calls.filter(call => call === 'merge').length
  const before = merges()
  assert.equal((await browser.get('/shop/checkout')).status, 200)
  assert.deepEqual(
    [...shop.state.carts.values()].map(({ owner, lines }) => [owner, [...lines.values()]]),
    [['of-ada@example.org', [2]]]
  )
  assert.equal(merges(), before + 1)
  await browser.get('/shop/checkout')
  assert.equal(merges(), before + 1)
})

test('a guest cart waits while an order holds the own one, says so, and comes along after it', async t => {
  const { shop, browser } = await guestWithTea(t)
  Object.assign(shop.state, { isFrozen: true })
  assert.equal((await logIn(browser)).status, 303)
  const checkout = await browser.get('/shop/checkout')
  assert.deepEqual([checkout.status, checkout.location], [303, '/shop/cart'])
  assert.match((await browser.get('/shop/cart')).text, /Welcome/, 'said by the login, and kept')
  assert.match((await browser.get('/shop/cart')).text, /last order is not finished yet/)
  // Also a form that lacks something leads there: no card is asked for in vain.
  const form = { ...purchase, cardNumber: '', _csrf: await browser.csrf() }
  const bought = await browser.post('/shop/checkout', form)
  assert.deepEqual([bought.status, bought.location], [303, '/shop/cart'])
  assert.equal(shop.state.calls.includes('place'), false)
  assert.equal((await logIn(browser)).status, 303, 'a second login takes it along, too')
  Object.assign(shop.state, { isFrozen: false })
  assert.equal((await browser.get('/shop/checkout')).status, 200)
  assert.deepEqual(
    [...shop.state.carts.values()].map(({ lines }) => [...lines.values()]),
    [[2]]
  )
})

test('a guest cart that waits outlives a logout, and comes along with the next login', async t => {
  const { shop, browser } = await guestWithTea(t)
  Object.assign(shop.state, { isFrozen: true })
  await logIn(browser)
  await browser.post('/user/logout', { _csrf: await browser.csrf() })
  const cart = await browser.get('/shop/cart')
  assert.equal(cart.document.querySelectorAll('.line').length, 1)
  Object.assign(shop.state, { isFrozen: false })
  await logIn(browser)
  assert.deepEqual(
    [...shop.state.carts.values()].map(({ owner, lines }) => [owner, [...lines.values()]]),
    [['of-ada@example.org', [2]]]
  )
  await browser.post('/user/logout', { _csrf: await browser.csrf() })
  const left = await browser.get('/shop/cart')
  assert.equal(left.document.querySelectorAll('.line').length, 0, 'a customer’s own cart does not')
})

test('a logout ends the session in this browser, also while the customer service is away', async t => {
  const shop = await openShop(t)
  const browser = createBrowser(shop)
  await logIn(browser)
  const _csrf = await browser.csrf()
  shop.state.away.add('customer')
  assert.equal((await browser.post('/user/logout', { _csrf })).status, 503)
  shop.state.away.delete('customer')
  assert.match((await browser.get('/user/account')).location ?? '', /^\/user\/login/)
})

test('a look at the cart that is answered after a login does not undo it', async t => {
  const { shop, browser } = await guestWithTea(t)
  await browser.get('/shop/cart')
  const late = createBrowser(shop, new Map(browser.cookies))
  const before = await late.get('/shop/cart')
  assert.deepEqual([before.status, before.headers['set-cookie']], [200, undefined])
  await logIn(browser)
  const after = await late.get('/shop/cart')
  assert.deepEqual([after.status, after.headers['set-cookie']], [200, undefined])
})

test('a form of the cart that is stale shows the cart again, as it is', async t => {
  const { browser } = await guestWithTea(t)
  const page = await browser.post('/shop/cart/update', {
    item: 'line-1',
    amount: '5',
    _csrf: 'old'
  })
  assert.equal(page.status, 403)
  const amount = page.document.querySelector('input[type="number"][name="amount"]')
  assert.equal(amount?.getAttribute('value'), '2')
})
