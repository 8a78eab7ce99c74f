import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Type } from 'typebox'
import { DomainError } from '../../src/errors/index.ts'
import {
  callerOf,
  correlationIdOf,
  createService,
  customerOf,
  lifecycleOf,
  requireCustomer,
  responses,
  spanOf,
  type ServiceOptions
} from '../../src/service/index.ts'
import { StoreError } from '../../src/store/index.ts'
import { currentContext } from '../../src/telemetry/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

const traceId = 'a'.repeat(32)
const b3 = { 'x-b3-traceid': traceId, 'x-b3-spanid': 'b'.repeat(16) }

function createApp(t: TestContext, changes: Partial<ServiceOptions> = {}) {
  let now = Date.now()
  const runtime = createTestRuntime('cart', { clock: () => now })
  const app = createService({
    runtime,
    statusOf: { CART_FROZEN: 409, PRODUCT_UNAVAILABLE: 503, BUSY: 503 },
    title: 'Cart',
    description: 'a test',
    ...changes
  })
  app.get('/who', request => ({ caller: callerOf(request), customer: customerOf(request) }))
  app.get('/own', request => requireCustomer(request))
  app.get('/context', () => currentContext() ?? {})
  app.get('/fault', () => {
    throw new Error('the password is 12345')
  })
  app.get('/nothing', () => Promise.reject(new DomainError('UNHEARD_OF', 'inner text')))
  app.get('/late', () => Promise.reject(new DomainError('DEADLINE_EXCEEDED', 'too late')))
  app.get('/frozen', () => Promise.reject(new DomainError('CART_FROZEN', 'it is frozen')))
  app.get('/store', () => Promise.reject(new StoreError('STORE_BUSY', 'inner text')))
  app.get('/away', () => Promise.reject(new DomainError('PRODUCT_UNAVAILABLE', 'it is away')))
  app.get('/busy', (_request, reply) => {
    reply.header('x-not-processed', '1')
    throw new DomainError('BUSY', 'too much')
  })
  app.get('/public', { config: { public: true } }, request => ({ caller: callerOf(request) }))
  app.get('/billing', { config: { callers: ['billing'] } }, request => callerOf(request))
  app.get('/staff', { config: { callers: ['staff'] } }, request => callerOf(request))
  t.after(() => app.close())
  const get = (url: string, headers: Record<string, string> = runtime.headers()) =>
    app.inject({ url, headers })
  return { app, runtime, get, move: (ms: number) => void (now += ms) }
}

test('a route needs a service token, and says the same of every bad one', async t => {
  const { runtime, get } = createApp(t)
  const { authorization = '' } = runtime.headers()
  const other = createTestRuntime('billing').headers()['authorization'] ?? ''
  const bad = [
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: authorization.replace('Bearer', 'Basic') },
    { authorization: authorization.slice(0, -1) },
    { authorization: `${authorization}x` },
    { authorization: authorization.replace('web.', 'staff.') },
    { authorization: 'Bearer ä.ö.ü.ß' },
    { authorization: `Bearer ${'a.'.repeat(5_000)}` }
  ]
  for (const headers of bad) {
    const answer = await get('/who', headers)
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.json().code, 'UNAUTHENTICATED_CALLER')
  }
  assert.deepEqual((await get('/who')).json(), { caller: 'web' })
  // A good one, of somebody who meant another service, which had this address a moment ago.
  const misdirected = await get('/who', { authorization: other })
  assert.deepEqual([misdirected.statusCode, misdirected.json().code], [421, 'MISDIRECTED'])
})

test('a service token is good for a minute', async t => {
  const { runtime, get, move } = createApp(t)
  const headers = runtime.headers()
  move(58_000)
  assert.equal((await get('/who', headers)).statusCode, 200)
  move(3_000)
  assert.equal((await get('/who', headers)).statusCode, 401)
})

test('the staff is let in only where it is named', async t => {
  const { runtime, get } = createApp(t)
  const staff = runtime.headers({ staff: true })
  const refused = await get('/who', staff)
  assert.deepEqual([refused.statusCode, refused.json().code], [403, 'CALLER_NOT_ALLOWED'])
  assert.equal((await get('/staff', staff)).body, 'staff')
  assert.equal((await get('/staff')).statusCode, 403)
})

test('a route that names its callers is closed to others', async t => {
  const { runtime, get } = createApp(t)
  assert.equal((await get('/billing', runtime.headers({ caller: 'billing' }))).body, 'billing')
  assert.equal((await get('/billing')).statusCode, 403)
  assert.equal((await get('/billing', runtime.headers({ staff: true }))).statusCode, 403)
})

test('a public route needs no token', async t => {
  assert.deepEqual((await createApp(t).get('/public', {})).json(), { caller: 'public' })
})

test('a facade is public but where it names callers', async t => {
  const { runtime, get } = createApp(t, { isPublic: true })
  assert.equal((await get('/who', {})).statusCode, 200)
  assert.equal((await get('/staff', {})).statusCode, 401)
  assert.equal((await get('/staff')).statusCode, 403)
  assert.equal((await get('/staff', runtime.headers({ staff: true }))).body, 'staff')
})

test('a customer token that does not hold is none', async t => {
  const { runtime, get, move } = createApp(t)
  const good = runtime.headers({ customerId: 'ada', sessionId: 'one' })
  const token = good['x-customer-token'] ?? ''
  assert.deepEqual((await get('/who', good)).json().customer, {
    customerId: 'ada',
    sessionId: 'one'
  })
  for (const bad of [
    '',
    'a.b',
    token.slice(0, -2),
    `${token}.x`,
    token.replace('.', 'A.'),
    'a'.repeat(600)
  ]) {
    const headers = { ...good, 'x-customer-token': bad }
    assert.equal((await get('/who', headers)).json().customer, undefined, bad)
    const refused = await get('/own', headers)
    assert.deepEqual([refused.statusCode, refused.json().code], [401, 'CUSTOMER_REQUIRED'])
  }
  move(61_000)
  const late = { ...runtime.headers(), 'x-customer-token': token }
  assert.equal((await get('/own', late)).statusCode, 401)
})

test('an address that is none is 404 for who may call, and 401 for who may not', async t => {
  const { get } = createApp(t)
  const answer = await get('/no/such')
  assert.deepEqual([answer.statusCode, answer.json().code], [404, 'NOT_FOUND'])
  assert.equal((await get('/no/such', {})).statusCode, 401)
})

test('every answer carries the correlation id of the trace', async t => {
  const { runtime, get } = createApp(t)
  for (const url of [
    '/who',
    '/fault',
    '/frozen',
    '/no/such',
    '/livez',
    '/%zz',
    `/${'a'.repeat(3_000)}`
  ]) {
    const answer = await get(url, { ...runtime.headers(), ...b3 })
    assert.equal(answer.headers['x-correlation-id'], traceId, url)
    if (answer.statusCode >= 400) assert.equal(answer.json().correlationId, traceId)
  }
  const own = await get('/who', {})
  assert.match(String(own.headers['x-correlation-id']), /^[0-9a-f]{32}$/)
})

test('what cannot be routed is refused with a problem as well', async t => {
  const { app, get } = createApp(t)
  app.get('/items/:id', () => 'found')
  const bad = await get('/items/%zz')
  assert.deepEqual([bad.statusCode, bad.json().code], [400, 'BAD_REQUEST'])
  const long = await get(`/items/${'a'.repeat(2_049)}`)
  assert.deepEqual([long.statusCode, long.json().code], [414, 'BAD_REQUEST'])
})

test('a fault is logged once and its text is told to nobody', async t => {
  const { runtime, get } = createApp(t)
  for (const url of ['/fault', '/nothing']) {
    const answer = await get(url, { ...runtime.headers(), ...b3 })
    assert.deepEqual([answer.statusCode, answer.json().code], [500, 'INTERNAL'])
    assert.equal(/password|inner/.test(answer.body), false)
  }
  const lines = runtime.logLines().filter(({ level }) => level === 'error')
  assert.equal(lines.length, 2)
  assert.equal(lines[0]?.['traceId'], traceId)
  assert.match(JSON.stringify(lines[1]), /inner text/)
})

test('a store that is away is 503 and logged', async t => {
  const { runtime, get } = createApp(t)
  const answer = await get('/store')
  assert.deepEqual([answer.statusCode, answer.json().code], [503, 'STORE_BUSY'])
  assert.equal(answer.headers['x-retry'], undefined)
  assert.equal(runtime.logLines().filter(({ level }) => level === 'error').length, 1)
})

test('a service that cannot for want of another says that it has tried', async t => {
  const { get } = createApp(t)
  assert.equal((await get('/away')).headers['x-retry'], 'no')
  assert.equal((await get('/frozen')).headers['x-retry'], undefined)
  const late = await get('/late')
  assert.deepEqual([late.statusCode, late.headers['x-retry']], [504, undefined])
  const busy = await get('/busy')
  assert.equal(busy.statusCode, 503)
  assert.equal(busy.headers['x-not-processed'], '1')
  assert.equal(busy.headers['x-retry'], undefined)
})

test('the caller’s deadline goes into the context', async t => {
  const { runtime, get } = createApp(t)
  const contextOf = async (deadline?: string): Promise<Record<string, unknown>> => {
    const headers = { ...runtime.headers({ customerId: 'ada' }), ...b3 }
    return (
      await get(
        '/context',
        deadline === undefined ? headers : { ...headers, 'x-deadline-ms': deadline }
      )
    ).json()
  }
  const now = runtime.clock()
  assert.equal((await contextOf('700'))['deadlineAt'], now + 700)
  assert.equal((await contextOf('999999999'))['deadlineAt'], now + 60_000)
  assert.equal((await contextOf())['correlationId'], traceId)
  assert.match(String((await contextOf())['customerToken']), /\./)
  for (const garbage of ['', '-1', '1.5', 'soon', '1e3', ' ', '5, 6', '9'.repeat(30)]) {
    assert.equal((await contextOf(garbage))['deadlineAt'], undefined, garbage)
  }
})

test('a request whose caller waits no longer is not served', async t => {
  const { runtime, get } = createApp(t)
  const answer = await get('/who', { ...runtime.headers(), 'x-deadline-ms': '0' })
  assert.deepEqual([answer.statusCode, answer.json().code], [504, 'DEADLINE_EXCEEDED'])
})

test('the span of a request is that of its correlation id', async t => {
  const { app, runtime, get } = createApp(t)
  app.get('/span', request => ({ own: spanOf(request)?.traceId, id: correlationIdOf(request) }))
  assert.deepEqual((await get('/span', { ...runtime.headers(), ...b3 })).json(), {
    own: traceId,
    id: traceId
  })
})

test('probes are public, and neither counted nor logged', async t => {
  const { app, runtime, get } = createApp(t)
  assert.equal((await get('/livez', {})).statusCode, 204)
  const ready = await get('/readyz', {})
  assert.equal(ready.statusCode, 200)
  assert.deepEqual(ready.json(), {
    status: 'ready',
    service: 'cart',
    version: '0.0.0',
    instance: 'cart-test'
  })
  assert.equal((await get('/openapi.json', {})).statusCode, 200)
  const lastRequestAt = lifecycleOf(app).lastRequestAt()
  const metrics = await get('/metrics', {})
  assert.equal(metrics.statusCode, 200)
  assert.equal(/route="\/(livez|readyz|metrics|openapi)/.test(metrics.body), false)
  assert.equal(lifecycleOf(app).lastRequestAt(), lastRequestAt)
  assert.deepEqual(runtime.logLines(), [])
})

test('what the clients know is for web and the staff only, and no request of the service', async t => {
  const { runtime, get } = createApp(t)
  assert.equal((await get('/clients', {})).statusCode, 401)
  assert.equal((await get('/clients', runtime.headers({ caller: 'billing' }))).statusCode, 403)
  for (const headers of [runtime.headers({ caller: 'web' }), runtime.headers({ staff: true })]) {
    const answer = await get('/clients', headers)
    assert.deepEqual([answer.statusCode, answer.json()], [200, { clients: [] }])
  }
  assert.equal((await get('/metrics', {})).body.includes('route="/clients"'), false)
})

test('a probe that is meant for another start at this address finds it not ready', async t => {
  const { get, runtime } = createApp(t)
  assert.equal((await get(`/readyz?of=${runtime.startId}`, {})).statusCode, 200)
  assert.equal((await get('/readyz?of=payment-1-x-y', {})).statusCode, 503)
})

test('readiness follows the service’s own resources', async t => {
  const { app, get } = createApp(t)
  const statusOf = async (): Promise<unknown> => {
    const { statusCode, body } = await get('/readyz', {})
    return [statusCode, (JSON.parse(body) as { readonly status: unknown }).status]
  }
  lifecycleOf(app).setReadiness(() => Promise.resolve(false))
  assert.deepEqual(await statusOf(), [503, 'not ready'])
  lifecycleOf(app).setReadiness(() => Promise.reject(new Error('away')))
  assert.deepEqual(await statusOf(), [503, 'not ready'])
  lifecycleOf(app).setReadiness(() => Promise.resolve(true))
  assert.deepEqual(await statusOf(), [200, 'ready'])
  lifecycleOf(app).startDraining()
  assert.deepEqual(await statusOf(), [503, 'draining'])
  assert.equal((await get('/livez', {})).statusCode, 204)
})

test('while it drains it serves all and asks to close the connection', async t => {
  const { app, get } = createApp(t)
  assert.equal((await get('/who')).headers.connection, 'keep-alive')
  lifecycleOf(app).startDraining()
  for (const url of ['/who', '/fault', '/no/such']) {
    assert.equal((await get(url)).headers.connection, 'close')
  }
})

test('requests are counted while they last', async t => {
  const { app, get } = createApp(t)
  const lifecycle = lifecycleOf(app)
  let inFlight = 0
  app.get('/slow', async () => {
    inFlight = lifecycle.inFlight()
    await setImmediate()
    return 'done'
  })
  await get('/slow')
  await get('/fault')
  await get('/who', {})
  assert.equal(inFlight, 1)
  await setImmediate()
  assert.equal(lifecycle.inFlight(), 0)
})

test('the API document lists every route with its answers', async t => {
  const { app, get } = createApp(t)
  const answer = Type.Object({ id: Type.String() })
  app.post('/carts', { schema: { response: responses({ 201: answer }) } }, () => ({ id: '1' }))
  const { paths, info } = (await get('/openapi.json', {})).json()
  assert.equal(info.title, 'Cart')
  for (const path of ['/who', '/own', '/public', '/billing', '/staff', '/carts'])
    assert.ok(paths[path], path)
  assert.equal(paths['/livez'], undefined)
  assert.deepEqual(Object.keys(paths['/carts'].post.responses), ['201', '4XX', '5XX'])
})

test('the API document tells who may call, for whom, and what needs a key', async t => {
  const { app, get } = createApp(t)
  app.post('/carts', { config: { keyed: true } }, () => 'made')
  const { paths, components } = (await get('/openapi.json', {})).json()
  const { bearer, customer } = components.securitySchemes
  assert.deepEqual([bearer.type, bearer.scheme], ['http', 'bearer'])
  assert.deepEqual([customer.in, customer.name], ['header', 'X-Customer-Token'])
  assert.deepEqual(paths['/who'].get.security, [{ bearer: [] }, { bearer: [], customer: [] }])
  assert.deepEqual(paths['/public'].get.security, undefined)
  const [key, ...others] = paths['/carts'].post.parameters
  assert.deepEqual([key.in, key.name, key.required], ['header', 'idempotency-key', true])
  assert.deepEqual([others, paths['/who'].get.parameters], [[], undefined])
})

test('the API document of a facade asks for nothing, or for a key of its own', async t => {
  const facade = (await createApp(t, { isPublic: true }).get('/openapi.json', {})).json()
  assert.deepEqual(facade.paths['/who'].get.security, [])
  const outside = createApp(t, { isPublic: true, bearer: 'the key of a merchant' })
  const { paths, components } = (await outside.get('/openapi.json', {})).json()
  assert.equal(components.securitySchemes.bearer.description, 'the key of a merchant')
  assert.deepEqual(paths['/who'].get.security, [{ bearer: [] }])
})

test('an answer has the fields of its schema and no other', async t => {
  const { app, get } = createApp(t)
  const answer = Type.Object({ id: Type.String() })
  app.get('/carts', { schema: { response: responses({ 200: answer }) } }, () => ({
    id: '1',
    secret: 'x'
  }))
  assert.equal((await get('/carts')).body, '{"id":"1"}')
})

test('no log line holds a token, a body or a query', async t => {
  const { app, runtime } = createApp(t)
  app.post('/login', () => {
    throw new Error('broken')
  })
  const headers: Record<string, string> = {
    ...runtime.headers({ customerId: 'ada' }),
    cookie: 'session=abcdef'
  }
  await app.inject({
    method: 'POST',
    url: '/login?mail=ada@example.org',
    headers,
    body: { password: 'sesame' }
  })
  const lines = JSON.stringify(runtime.logLines())
  assert.match(lines, /a request has failed/)
  for (const secret of [
    headers['authorization'],
    headers['x-customer-token'],
    'abcdef',
    'sesame',
    'ada@example'
  ]) {
    assert.ok(secret)
    assert.equal(lines.includes(secret), false)
  }
})

test('a served request leaves a line with its trace, route and duration', async t => {
  const { runtime, get } = createApp(t)
  await get('/who', { ...runtime.headers(), ...b3 })
  const { durationMs, ...line } = runtime.logLines()[0] ?? {}
  assert.equal(typeof durationMs, 'number')
  assert.equal(line['traceId'], traceId)
  assert.deepEqual(
    [line['method'], line['route'], line['status'], line['msg']],
    ['GET', '/who', 200, 'served']
  )
})

test('the line of a request that was refused says why', async t => {
  const { runtime, get } = createApp(t)
  await get('/frozen', { ...runtime.headers(), ...b3 })
  const [line] = runtime.logLines()
  assert.deepEqual([line?.['status'], line?.['problem']], [409, 'CART_FROZEN: it is frozen'])
})

test('a service may answer errors in another form', async t => {
  const { get } = createApp(t, {
    sendError: (_request, reply, told) => reply.type('text/html').send(`<h1>${told.code}</h1>`)
  })
  const answer = await get('/frozen')
  assert.deepEqual([answer.statusCode, answer.body], [409, '<h1>CART_FROZEN</h1>'])
})

test('an app that the chassis did not make has no life', () => {
  assert.throws(() => lifecycleOf({} as never), TypeError)
})
