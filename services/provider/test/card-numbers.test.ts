import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { cards, openOffice } from './fixtures.ts'

// Digits that stand nowhere else, so that a find is a find.
const planted = { number: '5105105105105100', expiry: '11/39', cvc: '7319' }

test('a card number is in no file, no log line and no answer', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-provider-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const office = await openOffice(t, `sqlite:${folder}/provider.db`)
  const post = (url: string, body: unknown, key?: string) =>
    office.send({ method: 'POST', url, body, ...(key && { key }) })
  const good = { number: cards.pays, expiry: planted.expiry, cvc: planted.cvc }
  const answers = [
    await post('/v1/tokens', good),
    await post('/v1/tokens', { ...good, number: '4242 4242 4242 4242' }),
    await post('/v1/tokens', planted),
    await post('/v1/tokens', { ...planted, number: '5105105105105101' }),
    await post('/v1/tokens', { ...planted, cvc: 7319 }),
    await post('/v1/tokens', { ...planted, number: planted.number.repeat(3) }),
    await post('/v1/charges', { card: planted }, 'a-key-of-the-test-1'),
    await post('/v1/charges', { token: 'tok_x', amountCents: 1, reference: 'r', ...planted })
  ]
  const token = String(answers[0]?.body['token'])
  answers.push(await office.charge({ token }), await office.charge({ token }))
  answers.push(await office.send({ url: '/ledger' }))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 422, 422, 400, 400, 400, 400, 201, 409, 200]
  )
  const lines = office.runtime.logLines()
  assert.ok(lines.length > 0)
  const names = await readdir(folder)
  assert.ok(names.includes('provider.db'))
  const files = await Promise.all(names.map(name => readFile(join(folder, name), 'latin1')))
  const places = [...answers.map(({ text }) => text), JSON.stringify(lines), ...files]
  const secrets = [
    new RegExp(cards.pays),
    /4242 4242/,
    new RegExp(planted.number),
    new RegExp(planted.expiry),
    // So few digits stand in the middle of many a token that was made at random.
    new RegExp(`(?<![0-9a-f])${planted.cvc}(?![0-9a-f])`)
  ]
  const leak = JSON.stringify([good, '4242 4242 4242 4242', planted])
  for (const secret of secrets) assert.match(leak, secret)
  for (const secret of secrets) {
    assert.deepEqual(
      places.filter(place => secret.test(place)),
      [],
      String(secret)
    )
  }
})
