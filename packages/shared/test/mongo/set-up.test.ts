import assert from 'node:assert/strict'
import { openMongo, setUp } from '../../src/mongo/index.ts'
import { mongoTest } from '../../src/testing/mongo.ts'

function planOf(version: number, minimum: number) {
  const schema = {
    bsonType: 'object',
    required: ['left'],
    properties: { left: { bsonType: 'int', minimum } }
  }
  return { version, collections: [{ name: 'items', schema, indexes: [{ key: { left: 1 } }] }] }
}

mongoTest('several at once make collections, indexes and validators', async (t, url) => {
  const mongo = await openMongo({ url })
  t.after(() => mongo.close())
  await Promise.all(Array.from({ length: 5 }, () => setUp(mongo.db, planOf(1, 0))))
  const items = mongo.db.collection('items')
  assert.deepEqual(
    (await items.indexes()).map(({ key }) => key),
    [{ _id: 1 }, { left: 1 }]
  )
  await items.insertOne({ left: 0 })
  await assert.rejects(items.insertOne({ left: -1 }), { code: 121 })
  await assert.rejects(items.insertOne({}), { code: 121 })
})

mongoTest('a newer plan is brought in, and an older one leaves it alone', async (t, url) => {
  const mongo = await openMongo({ url })
  t.after(() => mongo.close())
  await setUp(mongo.db, planOf(1, 0))
  await setUp(mongo.db, planOf(2, 5))
  const items = mongo.db.collection('items')
  await assert.rejects(items.insertOne({ left: 4 }), { code: 121 })
  await setUp(mongo.db, planOf(1, 0))
  await assert.rejects(items.insertOne({ left: 4 }), { code: 121 })
})
