import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { addToCart, cards, newEmail, newShopper, pay } from './support/journey.ts'
import type { Page } from './support/shopper.ts'
import { targetUnderTest } from './support/target.ts'
import { traceOf } from './support/traces.ts'

// What a shopper entrusts to the shop is in no span and no line of the log of any service.

const password = `planted ${randomBytes(8).toString('hex')}`
const wrongPassword = `wrong ${randomBytes(8).toString('hex')}`
const card = { cardCvc: '0457', cardExpiry: '11/47' }

test('no password, card, cookie or token is in a trace or a log', async t => {
  const shopper = newShopper(t)
  const email = newEmail()
  const pages: Page[] = []
  const keep = async (page: Promise<Page>): Promise<Page> => {
    pages.push(await page)
    return page
  }
  const registration = await shopper.get('/user/registration')
  const fields = { email, password, passwordRepeat: password }
  await keep(shopper.submit(registration, '/user/registration', fields))
  const other = newShopper(t)
  for (const guess of [wrongPassword, password]) {
    const login = await other.get('/user/login')
    const page = await keep(other.submit(login, '/user/login', { email, password: guess }))
    assert.equal(
      page.path === '/user/login',
      guess === wrongPassword,
      `${page.status} ${page.path}`
    )
  }
  await keep(addToCart(other))
  const checkout = await keep(other.get('/shop/checkout'))
  const csrf = checkout.document.querySelector('input[name="_csrf"]')?.getAttribute('value') ?? ''
  const declined = await keep(pay(other, { ...card, cardNumber: cards.declined }, checkout))
  assert.equal(declined.status, 422)
  const paid = await keep(pay(other, { ...card, cardNumber: cards.pays }, declined))
  assert.match(paid.path, /^\/shop\/orders\//)

  const cookies = [...shopper.cookies(), ...other.cookies()].map(([, value]) => value)
  const secrets = [
    password,
    wrongPassword,
    cards.pays,
    cards.declined,
    card.cardExpiry,
    csrf,
    ...cookies
  ]
  for (const secret of secrets) assert.ok(secret.length >= 5, 'a secret to look for')

  const { logsOf } = targetUnderTest()
  const ids = [...new Set(pages.flatMap(({ trail }) => trail))]
  const traces = await Promise.all(ids.map(async id => traceOf(id, spans => spans.length > 0)))
  const logs = await Promise.all(ids.map(logsOf))
  const [spansText, linesText] = [JSON.stringify(traces), logs.join('\n')]
  // What is no secret is found in the same places.
  assert.match(spansText, /\/user\/login/)
  assert.match(linesText, /\/shop\/checkout/)
  assert.doesNotMatch(linesText, /a request has failed|already sent/, 'nothing went wrong unseen')
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      assert.ok(!spansText.includes(form), `a span holds ${secret}`)
      assert.ok(!linesText.includes(form), `a line of the log holds ${secret}`)
    }
  }
  // A customer's token and a service's are signed JSON in base64url.
  assert.doesNotMatch(`${spansText}${linesText}`, /eyJ[\w-]{20,}/)
})
