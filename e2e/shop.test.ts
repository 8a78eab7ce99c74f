import assert from 'node:assert/strict'
import test from 'node:test'
import { addToCart, findProduct, newShopper, password, register } from './support/journey.ts'

test('the front page leads to categories, and a category to its products', async t => {
  const shopper = newShopper(t)
  const shop = await shopper.get('/')
  assert.equal(shop.path, '/shop')
  const category = shop.document
    .querySelectorAll('a')
    .map(link => link.getAttribute('href') ?? '')
    .find(href => href.startsWith('/shop/category/'))
  assert.ok(category)
  const page = await shopper.get(category)
  assert.equal(page.status, 200)
  assert.ok(page.document.querySelector('a[href^="/shop/product/"]'))
  assert.ok(page.document.querySelector('h1'))
})

test('a category is paged by cursor without a product shown twice', async t => {
  const shopper = newShopper(t)
  const shop = await shopper.get('/shop')
  const href = shop.document.querySelector('a[href^="/shop/category/"]')?.getAttribute('href')
  assert.ok(href)
  const seen: string[] = []
  let at: string | undefined = href
  for (let pages = 0; at !== undefined && pages < 50; pages++) {
    const page = await shopper.get(at)
    assert.equal(page.status, 200)
    const main = page.document.querySelector('main') ?? page.document
    const links = main.querySelectorAll('a[href^="/shop/product/"]')
    seen.push(...new Set(links.map(link => link.getAttribute('href') ?? '')))
    at = main.querySelector('a[href*="cursor="]')?.getAttribute('href')?.replaceAll('&amp;', '&')
  }
  assert.equal(new Set(seen).size, seen.length)
})

test('the search finds prefixes and forgives one wrong letter', async t => {
  const shopper = newShopper(t)
  const product = await findProduct(shopper)
  const name = product.document.querySelector('h1')?.text.trim() ?? ''
  const word = name.split(/[^A-Za-z]+/).find(part => part.length >= 6) ?? name
  const typo = `${word.slice(0, 2)}${word.slice(3)}`
  for (const text of [word, word.slice(0, 4), typo]) {
    const found = await shopper.get(`/shop/search?q=${encodeURIComponent(text)}`)
    assert.equal(found.status, 200)
    assert.ok(found.document.querySelector('a[href^="/shop/product/"]'), `nothing for ${text}`)
  }
  const none = await shopper.get('/shop/search?q=qxzjvkwq')
  assert.equal(none.status, 200)
  assert.equal(none.document.querySelector('main a[href^="/shop/product/"]'), null)
})

test('a guest fills, changes and empties a cart', async t => {
  const shopper = newShopper(t)
  const added = await addToCart(shopper, 2)
  assert.equal(
    added.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
    '2'
  )
  const changed = await shopper.submit(added, '/shop/cart/update', { amount: '5' })
  assert.equal(
    changed.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
    '5'
  )
  const emptied = await shopper.submit(changed, '/shop/cart/remove')
  assert.equal(emptied.document.querySelector('input[type="number"][name="amount"]'), null)
})

test('an amount that is none is refused and nothing is lost', async t => {
  const shopper = newShopper(t)
  const added = await addToCart(shopper, 2)
  for (const amount of ['-1', '1e3', '100', 'two', '', '1.5']) {
    const page = await shopper.submit(added, '/shop/cart/update', { amount })
    assert.equal(page.status, 422, amount)
  }
  const cart = await shopper.get('/shop/cart')
  assert.equal(
    cart.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
    '2'
  )
})

test('a logout ends the session for a copied cookie too', async t => {
  const shopper = newShopper(t)
  await register(shopper)
  const copy = shopper.clone()
  t.after(() => copy.close())
  assert.equal((await copy.get('/user/account')).path, '/user/account')
  const account = await shopper.get('/user/account')
  await shopper.submit(account, '/user/logout')
  assert.ok((await copy.get('/user/account')).path.startsWith('/user/login'))
  assert.ok((await copy.get('/shop/orders')).path.startsWith('/user/login'))
})

test('login and registration say no more than they should', async t => {
  const shopper = newShopper(t)
  const email = await register(newShopper(t))
  const form = await shopper.get('/user/login')
  const wrong = await shopper.submit(form, '/user/login', { email, password: 'not the password' })
  const unknown = await shopper.submit(form, '/user/login', {
    email: `x${email}`,
    password: 'not the password'
  })
  assert.equal(wrong.status, 422)
  assert.equal(unknown.status, 422)
  const words = (text: string): string =>
    text.replaceAll(/"[^"]*"/g, '').replaceAll(/[0-9a-f]{32}/g, '')
  assert.equal(words(wrong.text), words(unknown.text))
  const taken = await shopper.get('/user/registration')
  const page = await shopper.submit(taken, '/user/registration', {
    email,
    password,
    passwordRepeat: password
  })
  assert.equal(page.status, 422)
})

test('the order history and the password belong to the account', async t => {
  const shopper = newShopper(t)
  await register(shopper)
  const account = await shopper.get('/user/account')
  const newPassword = 'another good password'
  const changed = await shopper.submit(account, '/user/password', {
    password,
    newPassword,
    newPasswordRepeat: newPassword
  })
  assert.equal(changed.status, 200)
  const wrong = await shopper.submit(await shopper.get('/user/account'), '/user/password', {
    password,
    newPassword: 'yet another password',
    newPasswordRepeat: 'yet another password'
  })
  assert.equal(wrong.status, 422)
})

test('a form of another session does nothing and is shown again', async t => {
  const shopper = newShopper(t)
  const product = await findProduct(shopper)
  const stale = await shopper.submit(product, '/shop/addToCart', { _csrf: 'made-up' })
  assert.equal(stale.status, 403)
  assert.ok(stale.document.querySelector('form[action="/shop/addToCart"]'))
  const cart = await shopper.get('/shop/cart')
  assert.equal(cart.document.querySelector('input[type="number"][name="amount"]'), null)
})

test('nothing internal can be reached, however the address is written', async t => {
  const shopper = newShopper(t)
  for (const path of [
    '/livez',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/%6civez',
    '/shop/../metrics',
    '/shop/%2e%2e/metrics',
    '/shop/..%2fmetrics',
    '/shop/%252e%252e/metrics',
    '/shop//metrics',
    '/carts',
    '/orders'
  ]) {
    const page = await shopper.get(path, { follow: false })
    assert.equal(page.status, 404, path)
    assert.match(page.headers['content-type'] ?? '', /text\/html/, path)
    assert.match(page.headers['x-correlation-id'] ?? '', /^[0-9a-f]{32}$/, path)
  }
})

test('a page that does not exist is a page of the shop', async t => {
  const page = await newShopper(t).get('/shop/product/no-such-thing')
  assert.equal(page.status, 404)
  assert.ok(page.document.querySelector('a[href="/shop"]'))
  assert.ok(page.text.includes(page.headers['x-correlation-id'] ?? 'none'))
})

test('a redirect after the login stays in the shop', async t => {
  const shopper = newShopper(t)
  const email = await register(newShopper(t))
  for (const next of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/shop/../../x'
  ]) {
    const form = await shopper.get(`/user/login?next=${encodeURIComponent(next)}`)
    const page = await shopper.submit(form, '/user/login', { email, password })
    assert.equal(page.path, '/shop', next)
    await shopper.submit(await shopper.get('/user/account'), '/user/logout')
  }
})
