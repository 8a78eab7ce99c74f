import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBudget, endlessBudget, type Budget } from '@microzon/shared/client'
import { dies, good, marked, start, status } from './instances.ts'

const unwell = status(503)

/** A budget with so many left, which tells how often it was asked for one. */
function purse(left: number): Budget & { readonly asked: () => number } {
  let asked = 0
  return {
    deposit: () => undefined,
    withdraw: () => ++asked <= left,
    balance: () => Math.max(0, left - asked),
    asked: () => asked
  }
}

test('while every instance answers 503, requests are repeated within the budget only', async t => {
  // Nothing that was paid in runs out while the clock stands still.
  const budget = createBudget({ now: () => 0, after: () => () => undefined })
  const { edge, asked, ask } = await start(t, [unwell, unwell, unwell], { budget })
  const requests = 200
  for (let request = 0; request < requests; request++) {
    const answer = await ask('GET')
    assert.deepEqual([answer.status, answer.text], [503, 'web says 503'])
  }
  const [reserve, paidIn] = [30, requests / 10]
  assert.ok(asked.length <= requests + reserve + paidIn, `${asked.length}`)
  assert.ok(asked.length >= requests + reserve + paidIn - 2, `${asked.length}`)
  assert.equal(edge.events().retried, asked.length - requests)
  assert.ok((edge.events()['budget-empty'] ?? 0) >= requests - (reserve + paidIn))
})

test('an experiment may leave out the budget', async t => {
  const { edge, asked, ask } = await start(t, [unwell, unwell, unwell], { budget: endlessBudget })
  for (let request = 0; request < 50; request++) await ask('GET')
  assert.equal(asked.length, 150)
  assert.equal(edge.events()['budget-empty'], undefined)
})

test('with an empty budget the answer of web is shown as it is', async t => {
  for (const code of [502, 503, 504]) {
    const { edge, asked, ask } = await start(t, [status(code), good], { budget: purse(0) })
    const answer = await ask('GET')
    assert.deepEqual([answer.status, answer.text], [code, `web says ${code}`])
    assert.equal(asked.length, 1)
    assert.deepEqual(edge.events(), { 'budget-empty': 1 })
  }
})

test('with an empty budget what has no answer is a page of the edge', async t => {
  const { edge, asked, ask } = await start(t, [dies, good], { budget: purse(0) })
  const answer = await ask('GET')
  assert.equal(answer.status, 502)
  assert.match(answer.text, /lang="de"/)
  assert.deepEqual(asked, ['1: GET 1'])
  assert.deepEqual(edge.events(), { 'budget-empty': 1 })
})

for (const [name, first] of [
  ['that nobody took', 'refuses'],
  ['that was surely not executed', marked]
] as const) {
  test(`the first attempt ${name} is moved elsewhere for free, a second one is not`, async t => {
    const budget = purse(0)
    for (const method of ['GET', 'POST'] as const) {
      const once = await start(t, [first, good], { budget })
      assert.equal((await once.ask(method)).text, 'good')
      assert.equal(budget.asked(), 0)
      assert.deepEqual(once.edge.events(), { retried: 1 })
    }
    const twice = await start(t, [first, first, good], { budget })
    assert.equal((await twice.ask('GET')).status, first === 'refuses' ? 502 : 503)
    assert.equal(budget.asked(), 1)
    assert.deepEqual(twice.edge.events(), { retried: 1, 'budget-empty': 1 })
  })
}

test('a repeat is paid for once, whether it follows on an answer or on none', async t => {
  const budget = purse(10)
  const { asked, ask } = await start(t, [unwell, dies, good], { budget })
  assert.equal((await ask('GET')).text, 'good')
  assert.equal(asked.length, 3)
  assert.equal(budget.asked(), 2)
})

test('what is not repeated takes nothing out of the budget', async t => {
  const budget = purse(10)
  const all = [
    await start(t, [good, good], { budget }),
    await start(t, [status(503, { 'x-retry': 'no' }), good], { budget }),
    await start(t, [unwell], { budget }),
    await start(t, [unwell, good], { budget, attemptsMax: 1 })
  ]
  for (const { ask } of all) await ask('GET')
  const form = await start(t, [dies, good], { budget })
  await form.ask('POST')
  assert.equal(budget.asked(), 0)
  for (const { edge } of [...all, form]) assert.deepEqual(edge.events(), {})
})
