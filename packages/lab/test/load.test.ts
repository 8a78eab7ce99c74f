import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createAccounts } from '../src/load/accounts.ts'
import { findForm, findLinks } from '../src/load/html-forms.ts'
import { createLatencies } from '../src/load/latencies.ts'
import { createPacer } from '../src/load/pacer.ts'
import { runLoad, type Visited } from '../src/load/run-load.ts'
import { habitsSlow, habitsUsual, shop } from '../src/load/shopper.ts'

test('finds a form as a browser would send it', () => {
  const html = `
    <form action="/shop/search"><input name="q" value="first"></form>
    <form class="buy" method="post" action="/shop/addToCart">
      <input type="hidden" name="csrfToken" value="a&amp;b&quot;&#39;&lt;">
      <input type="radio" name="option" value="paper">
      <input type="radio" name="option" value="cloth">
      <input type="checkbox" name="gift" value="yes">
      <input name="note" value="old" disabled>
      <select name="amount"><option value="0" disabled><option value="1" selected><option value="2"></select>
      <button type="submit" name="go">Add</button>
    </form>`
  assert.deepEqual(findForm(html, '/shop/addToCart'), {
    action: '/shop/addToCart',
    fields: { csrfToken: `a&b"'<`, option: 'paper', amount: '1' }
  })
  assert.equal(findForm(html, '/shop/checkout'), undefined)
})

test('a form without anything to press, as of what has sold out, cannot be sent', () => {
  for (const buttons of [
    '',
    '<button type="button">More</button>',
    '<button type="submit" disabled>Add</button>'
  ]) {
    const html = `<form method="post" action="/shop/addToCart">${buttons}</form>`
    assert.equal(findForm(html, '/shop/addToCart'), undefined, buttons)
  }
})

test('finds links of one kind, each once', () => {
  const html = `<a class=x href="/shop/product/1?option=a&amp;b=c">A</a> <a href='/shop/product/2'>B</a>
    <a href="/shop/product/2">B</a> <a href="https://elsewhere.example/shop/product/3">C</a>`
  assert.deepEqual(findLinks(html, '/shop/product/'), [
    '/shop/product/1?option=a&b=c',
    '/shop/product/2'
  ])
})

test('knows percentiles within five percent', () => {
  const latencies = createLatencies()
  for (let ms = 1; ms <= 1_000; ms++) latencies.add(ms)
  const { p50, p95, p99, max } = latencies.summary()
  for (const [found, exact] of [
    [p50, 500],
    [p95, 950],
    [p99, 990]
  ] as const) {
    assert.ok(found >= exact && found <= exact * 1.05, `${found} for ${exact}`)
  }
  assert.equal(max, 1_000)
})

test('sends at its rate, counts pages and orders, and finds its way through forms', async t => {
  const fake = await startShop(t)
  const end = new AbortController()
  const result = await runLoad({
    url: fake.url,
    rate: 400,
    signal: end.signal,
    onSample: figures => figures.orders > 0 && end.abort()
  })
  assert.equal(result.errors, 0, JSON.stringify(result.failures))
  assert.ok(result.perSecond > 150 && result.perSecond < 450, `${result.perSecond} a second`)
  const pages = new Set(result.pages.map(({ page }) => page))
  for (const page of ['home', 'category', 'product', 'add to cart', 'cart', 'checkout', 'order']) {
    assert.ok(pages.has(page as 'home'), page)
  }
  assert.deepEqual(fake.wrong, [])
})

test('whoever asks for a turn after the end gets none', async () => {
  const pacer = createPacer({ rate: 1, clock: () => 0, onIdle: () => undefined })
  pacer.end()
  await assert.rejects(pacer.turn(), /the load has ended/)
})

test('waits at the end for answers that are on their way, when it is told to', async t => {
  const end = new AbortController()
  const server = createServer((_request, response) => {
    end.abort()
    setTimeout(() => response.end('<html></html>'), 100)
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const visits: Visited[] = []
  await runLoad({
    url: `http://127.0.0.1:${port}`,
    rate: 50,
    signal: end.signal,
    endMs: 5_000,
    onVisit: visited => void visits.push(visited)
  })
  assert.ok(visits.length > 0)
  assert.deepEqual(new Set(visits.map(({ outcome }) => outcome)), new Set(['ok']))
})

test('counts refusals of the edge apart from errors, and names errors', async t => {
  for (const [status, expected] of [
    [429, { errors: false, limited: true }],
    [503, { errors: true, limited: false }]
  ] as const) {
    const fake = await startShop(t, status)
    const end = new AbortController()
    const visits: Visited[] = []
    const result = await runLoad({
      url: fake.url,
      rate: 100,
      signal: end.signal,
      onSample: () => end.abort(),
      onVisit: visited => void visits.push(visited)
    })
    assert.equal(visits[0]?.correlationId, 'trace-of-home', 'by which its trace is found')
    assert.equal(result.errors > 0, expected.errors)
    assert.equal(result.limited > 0, expected.limited)
    const [failure] = result.failures
    assert.equal(failure?.what, expected.errors ? 'home: status 503' : undefined)
  }
})

test('counts a cart that has lost what was put into it as an error', async () => {
  const pages: Readonly<Record<string, string>> = {
    '/shop': '<a href="/shop/product/1">One</a>',
    '/shop/product/1': '<form method="post" action="/shop/addToCart"><button>Add</button></form>'
  }
  const missing: string[] = []
  const buyWith = (status: number): Promise<void> =>
    shop({
      habits: habitsUsual,
      visit: (_kind, { path, form }) =>
        Promise.resolve({
          status: form === undefined ? 200 : status,
          html: pages[path] ?? '<p>Your cart is empty.</p>',
          location: undefined,
          correlationId: undefined
        }),
      accounts: createAccounts('test'),
      random: () => 0,
      onOrder: () => assert.fail('nothing can be ordered'),
      onMissing: (kind, what) => missing.push(`${kind}: ${what}`)
    })
  await buyWith(409)
  assert.deepEqual(missing, [])
  await buyWith(303)
  assert.deepEqual(missing, ['cart: what was added is not there'])
})

const pagesOfShop: Readonly<Record<string, string>> = {
  '/shop': '<a href="/shop/product/1">One</a>',
  '/shop/product/1': '<form method="post" action="/shop/addToCart"><button>Add</button></form>',
  '/shop/cart': '<a href="/shop/checkout">Pay</a>',
  '/user/login': '<form method="post" action="/user/login"><button>Log in</button></form>',
  '/shop/checkout': '<form method="post" action="/shop/checkout"><button>Pay</button></form>'
}

/** With one who can log in. */
function someAccounts(): ReturnType<typeof createAccounts> {
  const accounts = createAccounts('test')
  const account = accounts.create()
  assert.ok(account !== undefined)
  accounts.keep(account)
  return accounts
}

test('who is sent back from the checkout looks why: sold out is part of life', async () => {
  for (const [why, expected] of [
    ['One has sold out meanwhile.', []],
    ['Prices and stock cannot be checked.', ['checkout: prices were not checked']]
  ] as const) {
    const missing: string[] = []
    let carts = 0
    await shop({
      habits: habitsSlow,
      visit(kind, { path, form }) {
        const isBack = kind === 'checkout'
        const html = kind === 'cart' && ++carts > 1 ? why : (pagesOfShop[path] ?? '')
        const status = form !== undefined || isBack ? 303 : 200
        return Promise.resolve({
          ...{ status, html, correlationId: undefined },
          location: isBack ? '/shop/cart' : undefined
        })
      },
      accounts: someAccounts(),
      random: () => 0.999,
      onOrder: () => assert.fail('nothing can be ordered'),
      onMissing: (kind, what) => missing.push(`${kind}: ${what}`)
    })
    assert.deepEqual([carts, missing], [2, expected])
  }
})

test('those who pay slowly all buy, whatever the dice say', async () => {
  const cards: (string | undefined)[] = []
  await shop({
    habits: habitsSlow,
    visit(kind, { path, form }) {
      if (kind === 'checkout' && form !== undefined) cards.push(form['cardNumber'])
      const status = form === undefined ? 200 : 303
      const html = pagesOfShop[path] ?? ''
      return Promise.resolve({ status, html, location: undefined, correlationId: undefined })
    },
    accounts: someAccounts(),
    random: () => 0.999,
    onOrder: () => undefined,
    onMissing: (kind, what) => assert.fail(`${kind}: ${what}`)
  })
  assert.deepEqual(cards, ['4000000000006975'])
})

test('no two shoppers are one customer at the same time', () => {
  const accounts = createAccounts('test')
  assert.equal(accounts.borrow(), undefined)
  const made = Array.from({ length: 11 }, accounts.create).filter(each => each !== undefined)
  assert.equal(new Set(made.map(({ email }) => email)).size, 10)
  made.forEach(accounts.keep)
  const used = made.map(() => accounts.borrow())
  assert.deepEqual(used, made)
  assert.equal(accounts.borrow(), undefined)
})

test('goes on at its rate when no answer comes', async t => {
  const server = createServer(() => undefined)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = await listen(server)
  const end = new AbortController()
  let sent = 0
  server.on('request', () => ++sent === 60 && end.abort())
  const result = await runLoad({ url, rate: 200, signal: end.signal })
  assert.ok(sent >= 60)
  assert.equal(result.requests, 0)
})

/** A shop that knows its customers by a cookie and takes no form without its token. */
async function startShop(
  t: TestContext,
  onlyStatus?: number
): Promise<{ readonly url: string; readonly wrong: readonly string[] }> {
  const wrong: string[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      const { status, html = '', location } = answer(request, body, wrong)
      response.statusCode = onlyStatus ?? status
      if (location !== undefined) response.setHeader('location', location)
      response.setHeader('x-correlation-id', 'trace-of-home')
      response.setHeader('set-cookie', 'session=abc; Path=/; HttpOnly')
      response.end(html)
    })
  })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: await listen(server), wrong }
}

type Answer = { readonly status: number; readonly html?: string; readonly location?: string }

function answer(request: IncomingMessage, body: string, wrong: string[]): Answer {
  const url = request.url ?? ''
  const form = (action: string): string =>
    `<form method="post" action="${action}"><input type="hidden" name="csrfToken" value="t">
      <button>Go</button></form>`
  if (request.method === 'POST') {
    if (!body.includes('csrfToken=t')) wrong.push(`${url} without a token`)
    if (request.headers.cookie !== 'session=abc') wrong.push(`${url} without a cookie`)
    const isOrder = url === '/shop/checkout' && body.includes('cardNumber=4242')
    return { status: 303, location: isOrder ? '/shop/orders/1' : '/shop/cart' }
  }
  if (url === '/shop') return { status: 200, html: '<a href="/shop/category/books">Books</a>' }
  if (url.startsWith('/shop/category/')) {
    return { status: 200, html: '<a href="/shop/product/1">One</a>' }
  }
  if (url.startsWith('/shop/product/')) return { status: 200, html: form('/shop/addToCart') }
  if (url === '/shop/cart') return { status: 200, html: '<a href="/shop/checkout">Check out</a>' }
  return { status: 200, html: form(url) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: string[] = []
  for await (const chunk of request) chunks.push(String(chunk))
  return chunks.join('')
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}
