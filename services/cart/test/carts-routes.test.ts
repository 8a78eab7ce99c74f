import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop } from './fixtures.ts'

test('a guest opens a cart, adds a product and sees its price', async t => {
  const shop = await openShop(t)
  const opened = await shop.send({ method: 'POST', url: '/carts' })
  assert.equal(opened.status, 201)
  assert.match(String(opened.body['id']), /^[A-Za-z0-9_-]{22}$/)
  assert.deepEqual(opened.body, { id: opened.body['id'], itemCount: 0, version: 1, state: 'open' })

  const id = String(opened.body['id'])
  const added = await shop.add(id, { amount: 3 })
  assert.equal(added.status, 201)
  assert.partialDeepStrictEqual(added.body, { itemCount: 3, version: 2, amount: 3, capped: false })

  const view = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(view.status, 200)
  assert.deepEqual(view.body, {
    items: [
      {
        id: added.body['itemId'],
        productId: 'tea',
        productOption: '100 g',
        amount: 3,
        name: 'Green tea',
        optionName: '100 g',
        unitPriceCents: 450,
        totalCents: 1350,
        stock: 20,
        picture: '/images/tea.svg'
      }
    ],
    valid: true,
    totalCents: 1350,
    itemCount: 3,
    version: 2,
    state: 'open',
    pricesChecked: true
  })
})
