import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertMissing, repeatable } from '../../src/mongo/index.ts'

/** As the driver throws it for several writes at once. */
function bulkError(...codes: readonly number[]): Error {
  const writeErrors = codes.map((code, index) => ({ code, index }))
  return Object.assign(new Error('no'), {
    name: 'MongoBulkWriteError',
    code: codes[0],
    writeErrors: writeErrors.length === 1 ? writeErrors[0] : writeErrors
  })
}

/** Fails with these errors, one after the other, then answers how often it was called. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let calls = 0
  return () => {
    const error = errors[calls++]
    return error === undefined ? Promise.resolve(calls) : Promise.reject(error)
  }
}

const random = (): number => 0

for (const [name, code] of [
  ['a write conflict', 112],
  ['a deadlock below FerretDB', 16_908_292]
] as const) {
  test(`${name} is tried again, alone and among several writes`, async () => {
    const alone = Object.assign(new Error('no'), { code })
    const work = failing(alone, bulkError(code), bulkError(11_000, code))
    assert.equal(await repeatable(work, { repeatMs: 5_000, random }), 4)
  })

  test(`${name} that does not end is told as a busy store`, async () => {
    const work = (): Promise<never> => Promise.reject(bulkError(code))
    await assert.rejects(repeatable(work, { repeatMs: 0, random }), { code: 'STORE_BUSY' })
  })

  test(`${name} is not taken for a value that is there already`, async () => {
    await assert.rejects(insertMissing(failing(bulkError(11_000, code))), /no/)
  })
}

test('what is wrong stays wrong, and is not tried again', async () => {
  const work = failing(Object.assign(new Error('no'), { code: 121 }))
  await assert.rejects(repeatable(work, { repeatMs: 5_000, random }), { code: 121 })
  assert.equal(await work(), 2)
})
