import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** Where a service registers counters of its own. */
  readonly registry: Registry
  readonly contentType: string
  /**
   * Counts a served request. `route` is the pattern, never the path, which would make a series per
   * product.
   */
  httpServer(request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly durationMs: number
  }): void
  /** Counts a call to another service; `outcome` is one of a fixed set of words. */
  httpClient(call: {
    readonly target: string
    readonly outcome: string
    readonly durationMs: number
  }): void
  readonly logsDropped: (lines: number) => void
  readonly requestLogSkipped: () => void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  /** Ends the measuring of the event loop. */
  close(): void
}

/**
 * The metrics of one process, in a registry of their own, so that a test may hold several services.
 */
export function createMetrics(identity: {
  readonly service: string
  readonly version: string
  readonly instance: string
}): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ ...identity })
  const closeProcess = registerProcess(registry)
  const logsDropped = new Counter({
    name: 'logs_dropped_total',
    help: 'Log lines that did not reach the collector.',
    registers: [registry]
  })
  const logSkipped = new Counter({
    name: 'request_log_skipped_total',
    help: 'Served requests without a log line, because there were too many.',
    registers: [registry]
  })
  return {
    registry,
    contentType: registry.contentType,
    httpServer: createHttpServer(registry),
    httpClient: createHttpClient(registry),
    logsDropped: lines => {
      if (lines > 0) logsDropped.inc(lines)
    },
    requestLogSkipped: () => logSkipped.inc(),
    text: () => registry.metrics(),
    close: closeProcess
  }
}

function createHttpServer(registry: Registry): Metrics['httpServer'] {
  const labelNames = ['method', 'route', 'status'] as const
  const pair = {
    count: new Counter({
      name: 'http_server_requests_total',
      help: 'Requests served.',
      labelNames,
      registers: [registry]
    }),
    seconds: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labelNames,
      buckets,
      registers: [registry]
    })
  }
  const series = createSeries((method, route, status) => {
    const labels = { method, route, status }
    return { count: pair.count.labels(labels), seconds: pair.seconds.labels(labels) }
  })
  return ({ method, route, status, durationMs }) => {
    const { count, seconds } = series(method, route, `${Math.floor(status / 100)}xx`)
    count.inc()
    seconds.observe(durationMs / 1000)
  }
}

function createHttpClient(registry: Registry): Metrics['httpClient'] {
  const labelNames = ['target', 'outcome'] as const
  const count = new Counter({
    name: 'http_client_calls_total',
    help: 'Calls to other services, by how they ended.',
    labelNames,
    registers: [registry]
  })
  const seconds = new Histogram({
    name: 'http_client_call_duration_seconds',
    help: 'Time of a call with all its attempts.',
    labelNames: ['target'] as const,
    buckets,
    registers: [registry]
  })
  const series = createSeries((target, outcome) => ({
    count: count.labels({ target, outcome }),
    seconds: seconds.labels({ target })
  }))
  return ({ target, outcome, durationMs }) => {
    const found = series(target, outcome, '')
    found.count.inc()
    found.seconds.observe(durationMs / 1000)
  }
}

/**
 * Remembers the series of label values: looking them up in the library hashes every label at every
 * request. Holds 1,000; what comes after shares one, so that no mistake in a label can fill the
 * memory.
 */
function createSeries<Series>(
  make: (first: string, second: string, third: string) => Series
): (first: string, second: string, third: string) => Series {
  const known = new Map<string, Series>()
  return (first, second, third) => {
    const key = `${first} ${second} ${third}`
    const found = known.get(key)
    if (found !== undefined) return found
    const [a, b, c] =
      known.size < seriesMax ? [first, second, third] : (['other', 'other', ''] as const)
    const made = make(a, b, c)
    if (known.size < seriesMax) known.set(key, made)
    return made
  }
}

/**
 * What Prometheus' own client would collect costs a timer and a heap walk; these are read when they
 * are asked for.
 */
function registerProcess(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 50 })
  delay.enable()
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => made.set(read())
    })
  }
  gauge('process_resident_memory_bytes', 'Memory in use.', () => process.memoryUsage.rss())
  gauge('process_cpu_seconds', 'CPU time since the start.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  gauge('process_start_time_seconds', 'When the process started.', () =>
    Math.round(performance.timeOrigin / 1000)
  )
  gauge('nodejs_eventloop_lag_p99_seconds', 'How late timers run.', () => {
    const seconds = Math.max(0, delay.percentile(99) / 1e9 - 0.05)
    delay.reset()
    return Number.isFinite(seconds) ? seconds : 0
  })
  gauge(
    'nodejs_eventloop_utilization',
    'Share of time the event loop was busy.',
    () => performance.eventLoopUtilization().utilization
  )
  return () => void delay.disable()
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const seriesMax = 1000
