import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'node:test'

import { isStoreError } from '../../src/store/index.ts'
import { createTransactionScope } from '../../src/store/transaction-scope.ts'

function isMisuse(error: unknown): boolean {
  return isStoreError(error) && error.code === 'STORE_MISUSED' && error.nothingExecuted
}

test('what a transaction calls is inside of it, however far away and however late', async () => {
  const { run, assertOutside } = createTransactionScope()
  assertOutside()
  await run(async () => {
    assert.throws(assertOutside, isMisuse)
    await nextTurn()
    assert.throws(assertOutside, isMisuse)
    await Promise.all([1, 2].map(async () => assert.throws(assertOutside, isMisuse)))
  })
  assertOutside()
})

test('what runs beside a transaction is outside of it', async () => {
  const { run, assertOutside } = createTransactionScope()
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const transaction = run(async () => {
    begun.resolve()
    await goOn.promise
    assert.throws(assertOutside, isMisuse)
  })
  await begun.promise
  assertOutside()
  goOn.resolve()
  await transaction
})

test('what a transaction leaves running is outside once it has ended, by an error too', async () => {
  const { run, assertOutside } = createTransactionScope()
  for (const ending of [() => Promise.resolve(), () => Promise.reject(new Error('mistake'))]) {
    const gate = Promise.withResolvers<void>()
    let later: Promise<void> = Promise.resolve()
    const ended = run(() => {
      later = gate.promise.then(assertOutside)
      return ending()
    })
    await ended.catch(() => undefined)
    gate.resolve()
    await later
  }
})

test('work that throws before it begins is told, and leaves nothing behind', async () => {
  const { run, assertOutside } = createTransactionScope()
  const broken = (): Promise<void> => {
    throw new Error('mistake')
  }
  await assert.rejects(run(broken), { message: 'mistake' })
  assertOutside()
})

test('gives back what the work gives back', async () => {
  assert.equal(await createTransactionScope().run(() => Promise.resolve('row')), 'row')
})

test('a transaction of one database is none of another', async () => {
  const [one, other] = [createTransactionScope(), createTransactionScope()]
  await one.run(async () => {
    other.assertOutside()
    await other.run(async () => {
      assert.throws(one.assertOutside, isMisuse)
      assert.throws(other.assertOutside, isMisuse)
    })
    other.assertOutside()
  })
})
