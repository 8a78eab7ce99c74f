import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTestRuntime } from '@microzon/shared/testing'
import { createProviderApi } from '../src/clients/provider-api.ts'
import { openDesk } from './fixtures.ts'
import { createScript, openPeer } from './peer.ts'

const card = { cardNumber: '5105105105105100', cardExpiry: '11/39', cardCvc: '7319' }

test('a card becomes a token and is charged, and its number stays nowhere', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-payment-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const peer = await openPeer(t, createScript())
  const { tracer } = createTestRuntime('payment')
  const clock = (): number => 0
  const provider = createProviderApi({ url: peer.url, apiKey: 'a key of tests', tracer, clock })
  t.after(() => provider.close())
  const desk = await openDesk(t, { url: `sqlite:${folder}/payment.db`, provider })
  const tokenise = (body: unknown) =>
    desk.send({ method: 'POST', url: '/card-tokens', body, caller: 'web' })

  const made = await tokenise(card)
  assert.equal(made.status, 201)
  assert.deepEqual(made.body, { cardToken: 'tok_0', brand: 'visa', last4: '5100' })
  const key = randomUUID()
  const charged = await desk.charge({ key, body: { cardToken: 'tok_0' } })
  assert.equal(charged.status, 201)
  const declinedCard = await tokenise({ ...card, cardNumber: '4000000000000002' })
  const refusals = [
    await desk.charge({ body: { cardToken: declinedCard.body['cardToken'] } }),
    await desk.charge({ body: { cardToken: 'tok_0' } }),
    await tokenise({ ...card, cardNumber: `${card.cardNumber}1` }),
    await tokenise({ ...card, cardNumber: card.cardNumber.repeat(126) }),
    await tokenise({ ...card, cardNumber: Number(card.cardNumber) }),
    await tokenise({ ...card, extra: card.cardNumber }),
    await desk.charge({ body: card })
  ]
  assert.deepEqual(
    refusals.map(({ body }) => body['code']),
    [
      ...['CHARGE_REFUSED', 'CHARGE_REFUSED', 'CARD_INVALID', 'VALIDATION_FAILED'],
      ...['VALIDATION_FAILED', 'VALIDATION_FAILED', 'VALIDATION_FAILED']
    ]
  )
  const lines = desk.runtime.logLines()
  assert.ok(lines.length > 0)
  const names = await readdir(folder)
  assert.ok(names.includes('payment.db'))
  const files = await Promise.all(names.map(name => readFile(join(folder, name), 'latin1')))
  const answers = [made, charged, ...refusals].map(({ text }) => text)
  for (const secret of Object.values(card)) {
    const found = [...answers, JSON.stringify(lines), ...files].filter(place =>
      place.includes(secret)
    )
    assert.deepEqual(found, [], secret)
  }
})

test('turns cards into tokens for web only', async t => {
  const desk = await openDesk(t)
  for (const caller of ['billing', 'cart', 'product']) {
    const refused = await desk.send({ method: 'POST', url: '/card-tokens', body: card, caller })
    assert.equal(refused.status, 403)
  }
})
