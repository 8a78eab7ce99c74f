import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newName, type RegistryClient } from './registry-client.ts'

/** Wrong bodies of a registration, each with what the answer begins with. */
const wrongRegistrations: readonly (readonly [body: string, answer: string])[] = [
  ['', 'Request decode failed: EOF'],
  ['{', 'Request decode failed: '],
  ['[]', 'Request decode failed: json: cannot unmarshal array'],
  ['{}', 'Missing service name'],
  ['null', 'Missing service name'],
  ['{"Name":5}', 'Request decode failed: json: cannot unmarshal number'],
  ['{"Name":"x","Port":"5"}', 'Request decode failed: json: cannot unmarshal string'],
  ['{"Name":"x","Bogus":1}', 'Request decode failed: json: unknown field "Bogus"'],
  [
    '{"Name":"x","Check":{"TTL":"1s","Bogus":1}}',
    'Request decode failed: json: unknown field "Bogus"'
  ],
  ['{"Name":"x","Address":"0.0.0.0"}', 'Invalid service address'],
  ['{"Name":"x","Check":{"HTTP":"http://127.0.0.1"}}', 'Invalid check: Interval must be > 0'],
  ['{"Name":"x","Check":{"TTL":"5s","Interval":"1s"}}', 'Invalid check: Interval and TTL cannot'],
  ['{"Name":"x","Check":{"Name":"empty"}}', 'Invalid check: TTL must be > 0'],
  ['{"Name":"x","Check":{"TTL":"-5s"}}', 'Invalid check: TTL must be > 0'],
  ['{"Name":"x","Check":{"TTL":"soon"}}', 'Request decode failed: time: invalid duration "soon"'],
  ['{"Name":"x","Check":{"TTL":"1s","Status":"odd"}}', "Status for checks must 'passing'"],
  [
    '{"Name":"x","Check":{"TTL":"1s","FailuresBeforeWarning":3}}',
    "Invalid check: FailuresBeforeWarning can't be higher than FailuresBeforeCritical"
  ],
  [
    '{"Name":"x","Meta":{"a b":"c"}}',
    "Invalid Service Meta: Couldn't load metadata pair ('a b', 'c')"
  ],
  ['{"Name":"x","Meta":{"consul-x":"c"}}', "Invalid Service Meta: Couldn't load metadata pair"],
  ['{"Name":"x","Weights":{"Passing":0,"Warning":1}}', 'Invalid Weights: Passing must be'],
  ['{"Name":"x","Weights":{"Passing":70000,"Warning":1}}', 'Invalid Weights: DNS Weight']
]

/** Wrong requests, each with the status and what the answer begins with. */
const wrongRequests: readonly (readonly [request: string, status: number, answer: string])[] = [
  ['GET /v1/agent/service/no-such', 404, 'unknown service ID: no-such'],
  ['PUT /v1/agent/service/deregister/no-such', 404, 'Unknown service ID "no-such". Ensure that'],
  ['PUT /v1/agent/check/pass/no-such', 404, 'Unknown check ID "no-such". Ensure that'],
  ['PUT /v1/agent/check/deregister/no-such', 404, 'Unknown check ID "no-such". Ensure that'],
  ['GET /v1/agent/service/register', 405, 'method GET not allowed'],
  ['POST /v1/agent/service/register', 405, 'method POST not allowed'],
  ['PUT /v1/agent/services', 405, 'method PUT not allowed'],
  ['GET /v1/nothing', 404, 'Invalid URL path: not a recognized HTTP API endpoint'],
  ['GET /nothing', 404, 'Invalid URL path: if attempting to use the HTTP API'],
  ['GET /v1/health/service/', 400, 'Missing service name'],
  ['GET /v1/health/checks/', 400, 'Missing service name'],
  ['GET /v1/health/state/', 400, 'Missing check state'],
  ['GET /v1/catalog/service/', 400, 'Missing service name'],
  ['GET /v1/health/service/x?passing=odd', 400, 'Invalid value for ?passing'],
  ['GET /v1/health/service/x?index=odd', 400, 'Invalid index'],
  ['GET /v1/health/service/x?index=-1', 400, 'Invalid index'],
  ['GET /v1/health/service/x?index=99999999999999999999', 400, 'Invalid index'],
  ['GET /v1/health/service/x?wait=odd', 400, 'Invalid wait time'],
  ['GET /v1/health/service/x?stale&consistent', 400, 'Cannot specify ?stale with ?consistent'],
  ['GET /v1/health/service/x?dc=elsewhere', 500, 'No path to datacenter'],
  ['GET /v1/kv/', 400, 'Missing key name'],
  ['PUT /v1/kv/', 400, 'Missing key name'],
  ['DELETE /v1/kv/', 400, 'Missing key name'],
  ['PUT /v1/kv/x?cas=odd', 500, 'strconv.ParseUint: parsing "odd": invalid syntax'],
  ['PUT /v1/kv/x?flags=-1', 500, 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ['PUT /v1/kv/x?cas=1&acquire=y', 400, 'Conflicting flags: acquire=y&cas=1'],
  ['DELETE /v1/kv/x?recurse&cas=1', 400, 'Conflicting flags: cas=1&recurse='],
  ['POST /v1/kv/x', 405, 'method POST not allowed'],
  ['GET /v1/kv/a%00b', 400, ''],
  ['GET /v1/kv/a//b', 307, '']
]

export function refusals({ ask, put, done, register }: RegistryClient): void {
  test('refuses wrong registrations with a sentence that says why', async () => {
    for (const [body, begin] of wrongRegistrations) {
      const { status, text } = await put('/v1/agent/service/register', body)
      assert.equal(status, 400, body)
      assert.ok(text.startsWith(begin), `${body}: ${text}`)
    }
  })

  test('refuses wrong requests with their statuses and a sentence', async () => {
    for (const [wrong, expected, begin] of wrongRequests) {
      const [method = '', path = ''] = wrong.split(' ')
      const { status, text, headers } = await ask(method as 'GET', path)
      assert.equal(status, expected, `${wrong}: ${text}`)
      if (begin === '') continue
      assert.ok(text.startsWith(begin), `${wrong}: ${text}`)
      assert.match(String(headers['content-type']), /^text\/plain/)
    }
  })

  test('tells which methods a path takes', async () => {
    const answer = await ask('OPTIONS', '/v1/kv/x')
    assert.equal(answer.status, 200)
    assert.deepEqual(String(answer.headers['allow']).split(',').toSorted(), [
      'DELETE',
      'GET',
      'OPTIONS',
      'PUT'
    ])
    const refused = await ask('POST', '/v1/agent/service/register')
    assert.equal(refused.headers['allow'], 'OPTIONS,PUT')
  })

  test('refuses reports to a check that is not theirs to report', async () => {
    const name = newName('svc')
    const check = { CheckID: `c-${name}`, HTTP: 'http://127.0.0.1:1/', Interval: '1h' }
    await register({ Name: name, Check: check })
    const answer = await put(`/v1/agent/check/pass/c-${name}`)
    assert.equal(answer.status, 500)
    assert.match(answer.text, /does not have associated TTL/)
    const odd = await put(`/v1/agent/check/update/c-${name}`, { Status: 'odd' })
    assert.equal(odd.status, 400)
    assert.equal(odd.text, "Invalid check status: 'odd'")
  })

  test('takes a value of 512 KiB and refuses a larger one', async () => {
    const key = newName('key')
    await done(`/v1/kv/${key}`, Buffer.alloc(512 * 1024, 'x'))
    const answer = await put(`/v1/kv/${key}`, Buffer.alloc(512 * 1024 + 1, 'y'))
    assert.equal(answer.status, 413)
    assert.match(answer.text, /^Request body\(524289 bytes\) too large, max size: 524288 bytes/)
  })

  test('knows no session, so that nobody can lock', async () => {
    const answer = await put(`/v1/kv/${newName('key')}?acquire=nobody`, 'x')
    assert.equal(answer.status, 500)
    assert.match(answer.text, /invalid session "nobody"/)
  })
}
