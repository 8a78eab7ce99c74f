import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMongo, type StartedCommand } from '../../src/mongo/index.ts'
import { commandSpans } from '../../src/service/index.ts'
import { createTracer, currentContext, runInContext } from '../../src/telemetry/index.ts'
import { mongoTest } from '../../src/testing/mongo.ts'

const identity = { service: 'product', version: '1.0.0', instance: 'product-1' }

mongoTest('tells of every command in its caller’s context, without a value', async (t, url) => {
  const told: (StartedCommand & { readonly trace: string | undefined; failed?: boolean })[] = []
  const mongo = await openMongo({
    url,
    onCommand: command => {
      const entry = { ...command, trace: currentContext()?.correlationId }
      told.push(entry)
      return failed => Object.assign(entry, { failed })
    }
  })
  t.after(() => mongo.close())
  const items = mongo.db.collection<{ readonly _id: string }>('items')
  told.length = 0
  const asked = Array.from({ length: 20 }, (_, index) =>
    runInContext({ correlationId: `trace-${index}` }, async () => {
      await items.insertOne({ _id: `secret-${index}` })
      await items.updateOne(
        { _id: `secret-${index}`, list: { $elemMatch: { name: 'secret', left: { $gte: 7 } } } },
        { $inc: { 'list.$.left': -7 } }
      )
      await items
        .find({ _id: { $in: ['secret'] } })
        .sort({ _id: -1 })
        .toArray()
      await items.updateOne({ _id: 'secret' }, [{ $set: { doc: { $literal: { secret: 1 } } } }])
    })
  )
  await Promise.all(asked)
  await assert.rejects(mongo.db.command({ nonsense: 'secret' }))
  const shapes = told.map(({ shape }) => shape())
  assert.equal(told.length, 81)
  assert.doesNotMatch(shapes.join(), /secret|7/)
  const traces = Map.groupBy(told.slice(0, 80), ({ trace }) => trace)
  assert.deepEqual(
    [...traces.values()].map(commands => commands.length),
    Array.from({ length: 20 }, () => 4)
  )
  assert.deepEqual([told[0]?.failed, told.at(-1)?.failed], [false, true])
  const [update] = shapes.filter(shape => shape.includes('$inc'))
  assert.equal(
    update,
    'q: {_id: ?, list: {$elemMatch: {name: ?, left: {$gte: ?}}}}, u: {$inc: {list.$.left: ?}}'
  )
})

test('a command is a span of its request, and none of background work', () => {
  const tracer = createTracer(identity)
  const listener = commandSpans(tracer, () => 1_000)
  const command = { name: 'find', collection: 'items', shape: () => 'filter: {_id: ?}' }
  assert.equal(listener(command), undefined)
  const span = tracer.serverSpan({}, 'GET /items')
  runInContext({ correlationId: span.traceId, span }, () => {
    const end = listener(command)
    assert.ok(end !== undefined)
    end(false)
  })
})
