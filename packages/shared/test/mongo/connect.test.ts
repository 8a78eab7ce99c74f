import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import process from 'node:process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openMongo, repeatable } from '../../src/mongo/index.ts'
import { isStoreError } from '../../src/store/index.ts'
import { prepareMongod, startMongod } from '../../src/testing/mongod.ts'
import { mongoTest, ownMongodIsMissing } from '../../src/testing/mongo.ts'

const patient = { connectMs: 60_000, selectMs: 200 }

function hasStoreCode(code: string) {
  return (error: unknown) => isStoreError(error) && error.code === code
}

test(
  'connects to a server that starts later than we do',
  { skip: ownMongodIsMissing() },
  async t => {
    const mongod = await prepareMongod()
    t.after(() => mongod.stop())
    const opening = openMongo({ url: `${mongod.url}/shop`, limits: patient })
    // One connection is refused before the server is there.
    await assert.rejects(
      openMongo({ url: `${mongod.url}/shop`, limits: { connectMs: 0, selectMs: 50 } }),
      hasStoreCode('STORE_UNREACHABLE')
    )
    await mongod.start()
    const mongo = await opening
    t.after(() => mongo.close())
    assert.equal(await mongo.ready(), true)
  }
)

test(
  'reads and writes go on after the server was killed and came back',
  { skip: ownMongodIsMissing() },
  async t => {
    const mongod = await startMongod()
    t.after(() => mongod.stop())
    const mongo = await openMongo({ url: `${mongod.url}/shop`, limits: patient })
    t.after(() => mongo.close())
    const items = mongo.db.collection<{ readonly _id: number; readonly times: number }>('items')
    await items.insertOne({ _id: 1, times: 0 })
    await mongod.kill()
    assert.equal(await mongo.ready(), false)
    const failed = repeatable(() => items.findOne({ _id: 1 }), { repeatMs: 0 })
    await assert.rejects(failed, hasStoreCode('STORE_UNREACHABLE'))
    const repeatMs = 60_000
    const working = [
      repeatable(() => items.findOne({ _id: 1 }), { repeatMs }),
      repeatable(() => items.updateOne({ _id: 1 }, { $set: { times: 1 } }), { repeatMs })
    ]
    await mongod.start()
    await Promise.all(working)
    assert.equal((await items.findOne({ _id: 1 }))?.times, 1)
    assert.equal(await mongo.ready(), true)
  }
)

test('a server that takes connections and says nothing is given up in time', async t => {
  const silent = createServer(() => undefined)
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  t.after(() => silent.close())
  const { port } = silent.address() as AddressInfo
  const opening = openMongo({
    url: `mongodb://127.0.0.1:${port}/shop`,
    limits: { connectMs: 0, selectMs: 100 }
  })
  await assert.rejects(opening, hasStoreCode('STORE_UNREACHABLE'))
})

mongoTest('a command that takes too long is ended by the server', async (t, url) => {
  const mongo = await openMongo({ url })
  t.after(() => mongo.close())
  const numbers = mongo.db.collection('numbers')
  await numbers.insertMany(Array.from({ length: 300 }, (_, index) => ({ index })))
  const pipeline = Array.from({ length: 2 }, (_, index) => ({
    $lookup: { from: 'numbers', pipeline: [], as: `all${index}` }
  }))
  const unwound = pipeline.flatMap((stage, index) => [stage, { $unwind: `$all${index}` }])
  const slow = numbers.aggregate([...unwound, { $count: 'all' }], { maxTimeMS: 20 }).toArray()
  await assert.rejects(
    repeatable(() => slow, { repeatMs: 1_000 }),
    hasStoreCode('STORE_TIMEOUT')
  )
})

test('who does not open a MongoDB does not load its driver', () => {
  const face = fileURLToPath(new URL('../../src/mongo/index.ts', import.meta.url))
  const script = `await import(${JSON.stringify(face)})
    const { createRequire } = await import('node:module')
    const loaded = Object.keys(createRequire(import.meta.url).cache).join()
    process.exit(loaded.includes('mongodb') ? 1 : 0)`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8'
  })
  assert.equal(status, 0, stderr)
})
