import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createMetrics, type Metrics } from '../../src/telemetry/index.ts'

test('served requests are counted and timed by method, route and class of status', async t => {
  const metrics = create(t)
  metrics.httpServer({ method: 'GET', route: '/carts/:id', status: 200, durationMs: 8 })
  metrics.httpServer({ method: 'GET', route: '/carts/:id', status: 204, durationMs: 30 })
  const text = await metrics.text()
  assert.match(
    text,
    /^http_server_requests_total\{method="GET",route="\/carts\/:id",status="2xx",service="cart",.*\} 2$/m
  )
  assert.match(text, /^http_server_request_duration_seconds_bucket\{le="0.01",.*\} 1$/m)
})

test('calls are counted by target and outcome', async t => {
  const metrics = create(t)
  metrics.httpClient({ target: 'product', outcome: 'answered', durationMs: 4 })
  assert.match(
    await metrics.text(),
    /^http_client_calls_total\{target="product",outcome="answered",.*\} 1$/m
  )
})

test('lost lines and skipped request lines are counted', async t => {
  const metrics = create(t)
  metrics.logsDropped(0)
  metrics.logsDropped(3)
  metrics.requestLogSkipped()
  const text = await metrics.text()
  assert.match(text, /^logs_dropped_total\{.*\} 3$/m)
  assert.match(text, /^request_log_skipped_total\{.*\} 1$/m)
})

test('the process tells its memory and how busy its event loop is', async t => {
  const text = await create(t).text()
  const bytes = Number(/^process_resident_memory_bytes\{.*\} (\d+)$/m.exec(text)?.[1])
  assert.ok(bytes > 1_000_000)
  assert.match(text, /^nodejs_eventloop_utilization\{.*\} [\d.e-]+$/m)
  assert.match(text, /^nodejs_eventloop_lag_p99_seconds\{.*\} [\d.e-]+$/m)
})

test('two services in one process have metrics of their own', async t => {
  const [one, other] = [create(t), create(t)]
  one.logsDropped(1)
  assert.match(await other.text(), /^logs_dropped_total\{.*\} 0$/m)
})

test('labels that never end do not fill the memory', async t => {
  const metrics = create(t)
  for (let index = 0; index < 1500; index++) {
    metrics.httpServer({ method: 'GET', route: `/made-up/${index}`, status: 404, durationMs: 1 })
  }
  const series = (await metrics.text()).match(/^http_server_requests_total/gm) ?? []
  assert.ok(series.length <= 1001, `${series.length} series`)
})

function create(t: TestContext): Metrics {
  const metrics = createMetrics({ service: 'cart', version: '1', instance: 'cart-1' })
  t.after(() => metrics.close())
  return metrics
}
