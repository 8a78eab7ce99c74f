import assert from 'node:assert/strict'
import test from 'node:test'
import { systemUnderTest } from './support/system.ts'
import {
  addToCart,
  cards,
  logIn,
  newShopper,
  orderIdOf,
  orderIds,
  password,
  pay,
  register
} from './support/journey.ts'
import type { Page, Shopper } from './support/shopper.ts'

test('a stranger browses, registers, pays and finds the order in the history', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper, 2)
  await register(shopper)
  const order = await pay(shopper, cards.pays)
  const id = orderIdOf(order)
  assert.equal(order.status, 200)
  assert.deepEqual(await orderIds(shopper), [id])
  const cart = await shopper.get('/shop/cart')
  assert.equal(cart.document.querySelectorAll('form[action="/shop/cart/remove"]').length, 0)
})

test('the demo customer buys with a prefilled address', async t => {
  const { demoPassword } = systemUnderTest()
  const shopper = newShopper(t)
  const form = await shopper.get('/user/login')
  const fields = { email: 'ada@example.org', password: demoPassword }
  const welcome = await shopper.submit(form, '/user/login', fields)
  assert.equal(welcome.status, 200)
  await addToCart(shopper)
  const checkout = await shopper.get('/shop/checkout')
  const street = checkout.document.querySelector('[name="street"]')
  assert.ok(street?.getAttribute('value'), 'the street is filled in')
})

test('a declined card leaves the cart as it was, and another card pays', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper, 3)
  await register(shopper)
  const declined = await pay(shopper, cards.declined)
  assert.equal(declined.status, 422)
  assert.equal(declined.path, '/shop/checkout')
  const card = declined.document.querySelector('input[name="cardNumber"]')
  assert.equal(card?.getAttribute('value') ?? '', '', 'the card is not sent back')
  const cart = await shopper.get('/shop/cart')
  assert.equal(
    cart.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
    '3'
  )
  orderIdOf(await pay(shopper, cards.pays))
})

test('insufficient funds and a failing provider charge nothing', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper)
  await register(shopper)
  assert.equal((await pay(shopper, cards.insufficient)).status, 422)
  assert.equal((await pay(shopper, cards.fails)).status, 422)
  orderIdOf(await pay(shopper, cards.pays))
})

test('the slow card ends on the page of its order, which comes to its end', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper)
  await register(shopper)
  const id = orderIdOf(await pay(shopper, cards.slow))
  assert.match((await untilEnded(shopper, id)).text, /confirmed/i)
})

test('a double click, a second tab and a reload make one order', async t => {
  const shopper = newShopper(t)
  await addToCart(shopper)
  await register(shopper)
  const checkout = await shopper.get('/shop/checkout')
  const pages = await Promise.all([
    pay(shopper, cards.pays, checkout),
    pay(shopper, cards.pays, checkout),
    pay(shopper.clone(), cards.pays, checkout)
  ])
  const ids = new Set(pages.map(orderIdOf))
  assert.equal(ids.size, 1)
  const again = await pay(shopper, cards.pays, checkout)
  assert.equal(orderIdOf(again), [...ids][0])
  assert.equal((await orderIds(shopper)).length, 1)
})

test("somebody else's order is not found", async t => {
  const owner = newShopper(t)
  await addToCart(owner)
  await register(owner)
  const id = orderIdOf(await pay(owner, cards.pays))
  const stranger = newShopper(t)
  await register(stranger)
  assert.equal((await stranger.get(`/shop/orders/${id}`)).status, 404)
})

test('a guest is sent from the checkout to the login and back, with the cart', async t => {
  const email = await register(newShopper(t))
  const guest = newShopper(t)
  await addToCart(guest, 2)
  const login = await guest.get('/shop/checkout')
  assert.ok(login.path.startsWith('/user/login'), login.path)
  const back = await guest.submit(login, '/user/login', { email, password })
  assert.equal(back.path, '/shop/checkout')
  await logIn(guest, email)
  const cart = await guest.get('/shop/cart')
  assert.equal(
    cart.document.querySelector('input[type="number"][name="amount"]')?.getAttribute('value'),
    '2'
  )
})

test('a cart that is brought along while the last order is being paid is bought after it', async t => {
  const first = newShopper(t)
  await addToCart(first)
  const email = await register(first)
  const order = orderIdOf(await pay(first, cards.slow))
  // Elsewhere, before the login: the customer's own cart is held by the order until it is paid.
  const second = newShopper(t)
  await addToCart(second, 2, 1)
  await logIn(second, email)
  const held = await second.get('/shop/checkout')
  assert.equal(held.path, '/shop/cart', 'what cannot be bought is not asked for a card')
  assert.match(held.text, /last order is not finished yet/)
  await untilEnded(first, order)
  const paid = await pay(second, cards.pays)
  assert.notEqual(orderIdOf(paid), order)
  assert.equal((await orderIds(second)).length, 2)
})

test('somebody buys twice in one session', async t => {
  const shopper = newShopper(t)
  await register(shopper)
  await addToCart(shopper)
  const first = orderIdOf(await pay(shopper, cards.pays))
  await addToCart(shopper, 2)
  const second = orderIdOf(await pay(shopper, cards.pays))
  assert.notEqual(first, second)
  assert.equal((await orderIds(shopper)).length, 2)
})

/** The page of an order that has come to its end: until then it asks to be looked at again. */
async function untilEnded(shopper: Shopper, orderId: string): Promise<Page> {
  const isOver = (page: Page): boolean => !/http-equiv="refresh"/i.test(page.text)
  let page = await shopper.get(`/shop/orders/${orderId}`)
  for (const end = Date.now() + 40_000; !isOver(page) && Date.now() < end;) {
    page = await shopper.get(`/shop/orders/${orderId}`)
  }
  assert.ok(isOver(page), 'the order comes to its end')
  return page
}
