import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { createBrowser, type Browser, type Shown } from './browser.ts'
import { createFakeShop, password, type FakeShop } from './fake-shop.ts'

const ownCart = 'cart-1'

async function customerWithCart(t: TestContext): Promise<{ shop: FakeShop; browser: Browser }> {
  const shop = await createFakeShop()
  t.after(() => shop.app.close())
  const browser = createBrowser(shop)
  const email = 'ada@example.org'
  await browser.post('/user/login', { email, password, _csrf: await browser.csrf() })
  const item = { productId: 'tea', option: '100 g', amount: '2' }
  await browser.post('/shop/addToCart', { ...item, _csrf: await browser.csrf() })
  return { shop, browser }
}

function toldBy({ document }: Shown): string {
  return document.querySelector('main [role="alert"]')?.text ?? ''
}

function linesOf({ document }: Shown): number {
  return document.querySelectorAll('.line').length
}

test('a line that another tab has removed is told, with the cart as it is', async t => {
  const { shop, browser } = await customerWithCart(t)
  const _csrf = await browser.csrf()
  shop.state.carts.get(ownCart)?.lines.clear()
  shop.state.carts.get(ownCart)?.lines.set('line-2', 1)
  const page = await browser.post('/shop/cart/update', { item: 'line-1', amount: '3', _csrf })
  assert.equal(page.status, 422)
  assert.match(toldBy(page), /no longer in your cart/)
  assert.equal(linesOf(page), 1)
})

test('a cart that is gone, since another browser has bought it, is an empty one', async t => {
  const { shop, browser } = await customerWithCart(t)
  for (const [path, amount] of [
    ['/shop/cart/update', '3'],
    ['/shop/cart/update', '0'],
    ['/shop/cart/remove', '']
  ] as const) {
    const twin = createBrowser(shop, new Map(browser.cookies))
    const _csrf = await twin.csrf()
    const cart = shop.state.carts.get(ownCart)
    shop.state.carts.delete(ownCart)
    const page = await twin.post(path, { item: 'line-1', amount, _csrf })
    assert.equal(page.status, 422)
    assert.match(toldBy(page), /no longer in your cart/)
    assert.equal(linesOf(page), 0)
    if (cart) shop.state.carts.set(ownCart, cart)
  }
})

test('what another tab has bought is not counted', async t => {
  const { shop, browser } = await customerWithCart(t)
  const badge = async (): Promise<string | undefined> =>
    (await browser.get('/shop')).document.querySelector('.badge')?.text
  assert.equal(await badge(), '2')
  Object.assign(shop.state.carts.get(ownCart) ?? {}, { isOrdered: true })
  assert.equal(await badge(), undefined)
})

test('a cart that an order holds is shown as such when it is to be changed', async t => {
  const { shop, browser } = await customerWithCart(t)
  const _csrf = await browser.csrf()
  Object.assign(shop.state, { isFrozen: true })
  for (const path of ['/shop/cart/update', '/shop/cart/remove']) {
    const page = await browser.post(path, { item: 'line-1', amount: '3', _csrf })
    assert.equal(page.status, 422)
    assert.match(toldBy(page), /An order is being made of your cart/)
    assert.equal(linesOf(page), 1)
  }
  assert.equal(shop.state.carts.get(ownCart)?.lines.get('line-1'), 2)
})
