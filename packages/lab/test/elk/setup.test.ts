import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { importViews } from '../../src/elk/import-views.ts'
import { insist } from '../../src/elk/insist.ts'
import { keepTemplate } from '../../src/elk/keep-template.ts'

const template = { template: { mappings: { dynamic: false }, lifecycle: { data_retention: '7d' } } }
const settings = 'GET /microzon-logs/_settings/index.number_of_shards'

test('puts the template where there are no lines yet', async t => {
  const server = await startServer(t, { [settings]: [404, '{}'] })
  await keepTemplate({ url: server.url, template, say: server.say })
  assert.deepEqual(server.asked, ['PUT /_index_template/microzon-logs', settings])
  assert.equal(server.bodies[0], JSON.stringify(template))
})

test('tells a data stream that is there already of fields and retention', async t => {
  const server = await startServer(t, { [settings]: [200, '{".ds-microzon-logs-1":{}}'] })
  await keepTemplate({ url: server.url, template, say: server.say })
  assert.deepEqual(server.asked.slice(2), [
    'PUT /microzon-logs/_mapping',
    'PUT /_data_stream/microzon-logs/_lifecycle'
  ])
  assert.deepEqual(server.bodies.slice(2), ['{"dynamic":false}', '{"data_retention":"7d"}'])
})

test('a retention that cannot be changed is told and no reason to stop', async t => {
  const server = await startServer(t, {
    [settings]: [200, '{".ds-microzon-logs-1":{}}'],
    'PUT /_data_stream/microzon-logs/_lifecycle': [400, 'no handler found']
  })
  await keepTemplate({ url: server.url, template, say: server.say })
  assert.match(server.said.join(), /the retention of microzon-logs is as it was: 400/)
})

test('an index in the place of the data stream is told with what to do', async t => {
  const server = await startServer(t, { [settings]: [200, '{"microzon-logs":{}}'] })
  await assert.rejects(keepTemplate({ url: server.url, template, say: server.say }), {
    name: 'Failure',
    message: /is an index and no data stream: delete it/
  })
})

test('a template that is refused is told with the reason', async t => {
  const server = await startServer(t, {
    'PUT /_index_template/microzon-logs': [400, 'unknown setting']
  })
  await assert.rejects(keepTemplate({ url: server.url, template, say: server.say }), {
    message: 'Elasticsearch answers 400: unknown setting'
  })
})

test('imports the views over older ones and lets Discover open with them', async t => {
  const server = await startServer(t, {
    'POST /api/saved_objects/_import?overwrite=true': [200, '{"success":true,"successCount":1}']
  })
  await importViews({ url: server.url, objects: '{"id":"a"}\n', say: server.say })
  assert.match(server.bodies[0] ?? '', /name="file"; filename="objects.ndjson"[^]*\{"id":"a"\}/)
  assert.deepEqual(server.asked[1], 'POST /api/data_views/default')
  assert.deepEqual(server.said, ['1 saved objects are in Kibana'])
})

test('views that Kibana does not take are named', async t => {
  const server = await startServer(t, {
    'POST /api/saved_objects/_import?overwrite=true': [
      200,
      '{"success":false,"errors":[{"id":"a","error":{"type":"missing_references"}}]}'
    ]
  })
  await assert.rejects(importViews({ url: server.url, objects: '', say: server.say }), {
    message: /does not take all saved objects: .*missing_references/
  })
})

test('asks again while a server is starting, but not for ever', async () => {
  const statuses = [0, 503, 429, 200]
  const answer = await insist(
    'Kibana',
    async () => {
      const status = statuses.shift() ?? 0
      if (status === 0) throw new Error('refused')
      return { status, text: '' }
    },
    { pauseMs: 1 }
  )
  assert.equal(answer.status, 200)
  const gone = async (): Promise<never> => {
    throw new Error('connection refused')
  }
  await assert.rejects(insist('Kibana', gone, { endMs: 5, pauseMs: 1 }), {
    message: 'Kibana does not answer: Error: connection refused'
  })
})

type Answers = Readonly<Record<string, readonly [status: number, text: string]>>

async function startServer(
  t: TestContext,
  answers: Answers
): Promise<{
  readonly url: string
  readonly asked: readonly string[]
  readonly bodies: readonly string[]
  readonly said: readonly string[]
  say(line: string): void
}> {
  const [asked, bodies, said]: [string[], string[], string[]] = [[], [], []]
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`
    void text(request).then(body => {
      asked.push(key)
      bodies.push(body)
      const [status, answer] = answers[key] ?? [200, '{"acknowledged":true}']
      response.writeHead(status).end(answer)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, bodies, said, say: line => void said.push(line) }
}
