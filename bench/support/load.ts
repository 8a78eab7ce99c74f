import autocannon from 'autocannon'

export type Load = {
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Anything but a 200. */
  readonly failures: number
}

/** Asks for one address over a few connections, each again as soon as it is answered, for some seconds. */
export async function load(options: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly seconds: number
  readonly connections?: number
}): Promise<Load> {
  const { url, headers, seconds: duration, connections = 8 } = options
  const result = await autocannon({ url, headers: { ...headers }, duration, connections })
  const { requests, latency, errors, timeouts, non2xx } = result
  return {
    requests: requests.total,
    perSecond: requests.total / result.duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    failures: errors + timeouts + non2xx
  }
}
